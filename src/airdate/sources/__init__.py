"""The world → `Document`: text, pages, feeds. Network and files, no database."""

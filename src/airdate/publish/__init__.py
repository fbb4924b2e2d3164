"""`Guide` → bytes for readers: text, Markdown, JSON. Renderers are pure."""

"""`Guide` → bytes for readers: text, Markdown, JSON. Renderers are pure."""

from airdate.publish.check import render_check_html, render_check_json, render_check_text
from airdate.publish.guide_json import render_json
from airdate.publish.listing import (
    render_entries,
    render_entries_json,
    render_forecast,
    render_forecast_json,
    render_readings,
    render_record,
)
from airdate.publish.markdown import render_markdown
from airdate.publish.shelf import render_found, render_listed, render_undated
from airdate.publish.tables import Written, write_table
from airdate.publish.text import render_text
from airdate.publish.write import replacing, write_bytes

__all__ = [
    "Written",
    "render_check_html",
    "render_check_json",
    "render_check_text",
    "render_entries",
    "render_entries_json",
    "render_forecast",
    "render_forecast_json",
    "render_found",
    "render_json",
    "render_listed",
    "render_markdown",
    "render_readings",
    "render_record",
    "render_text",
    "render_undated",
    "replacing",
    "write_bytes",
    "write_table",
]

"""The published site: a `Site` value → static files. Renderers are pure; `build` writes."""

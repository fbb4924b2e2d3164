"""The live site, its API and its feeds: thin over `run`, with the renderers of `publish`.

    edge (proxy, limits, headers, log) ─▶ a handler ─▶ answers (cache) ─▶ lanes (threads) ─▶ run ─▶ publish

A handler says what is asked and who makes it; nothing here decides anything about a work.
"""

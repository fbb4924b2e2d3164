"""What each process of a server imports: the application, from the environment that `serve` has set."""

from __future__ import annotations

import os
from pathlib import Path

from airdate.run.live import place
from airdate.web.app import create
from airdate.web.config import FOLDER_VARIABLE, read_config
from airdate.web.edge import Edge
from airdate.web.logs import start_logging


def app() -> Edge:
    """The application of this process."""
    start_logging()
    where = place({}, os.environ, Path.cwd())
    return create(read_config(where, Path(os.environ[FOLDER_VARIABLE])))

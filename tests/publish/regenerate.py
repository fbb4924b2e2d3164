"""Write the golden files and the two generated reference pages anew:

    python -m tests.publish.regenerate

Then read the difference before committing it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from airdate.publish.guide_json import render_json
from airdate.publish.markdown import render_markdown
from airdate.publish.reference import exports_reference, guide_json_reference
from airdate.publish.schemas import (
    BELIEFS,
    CLAIMS,
    FORECASTS,
    Row,
    Table,
    belief_rows,
    claim_rows,
    forecast_rows,
)
from airdate.publish.tables import Format, write_table
from airdate.publish.text import render_text
from tests.publish import sample_guide

GOLDEN = Path(__file__).parent / "golden"
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def sample_rows() -> list[tuple[Table, list[Row]]]:
    """The rows of each table that the sample gives."""
    return [
        (CLAIMS, list(claim_rows(sample_guide.ENTRIES))),
        (BELIEFS, list(belief_rows(sample_guide.BELIEFS, sample_guide.ENTRIES))),
        (FORECASTS, list(forecast_rows([("w1", sample_guide.FORECAST)]))),
    ]


def exported(rows: Iterable[Row], table: Table, format: Format) -> bytes:
    """What an export of these rows holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"rows.{format}")
        write_table(rows, path, format, table=table)
        return path.read_bytes()


def files() -> dict[Path, bytes]:
    """Every generated file with its content."""
    guide = sample_guide.GUIDE
    content = {
        GOLDEN / "guide-80.txt": render_text(guide, width=80).encode(),
        GOLDEN / "guide-40.txt": render_text(guide, width=40).encode(),
        GOLDEN / "guide-80-colour-spoilers.txt": render_text(guide, colour=True, spoilers=True).encode(),
        GOLDEN / "guide.md": render_markdown(guide).encode(),
        GOLDEN / "guide.json": render_json(guide),
        REFERENCE / "guide-json.md": guide_json_reference().encode(),
        REFERENCE / "exports.md": exports_reference().encode(),
    }
    for table, rows in sample_rows():
        for format in get_args(Format):
            if format != "parquet":  # its bytes change with the version of the writer
                content[GOLDEN / f"{table.name}.{format}"] = exported(rows, table, format)
    return content


if __name__ == "__main__":
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path)

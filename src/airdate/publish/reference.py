"""The reference pages on what is published, made from the tables that the code itself uses."""

from __future__ import annotations

from airdate.publish.guide_json import FIELDS, FORM
from airdate.publish.schemas import TABLES, Table

_GUIDE_INTRO = f"""# The guide as JSON

One object, UTF-8, of the form `{FORM}`. Days are ISO 8601 dates without a time zone, instants are UTC.
What is not known is `null`: no date ever stands for "unknown". A window is an object with the EDTF text
and its first and last day. Further fields may be added; a change that takes one away or gives it another
meaning gives `form` another value.

In a path, `[]` stands for an item of a list and `*` for any key. No field holds words of an article.

| field | type | meaning |
| --- | --- | --- |
"""

_EXPORTS_INTRO = """# Exported tables

Each table is written as CSV, JSON Lines or Parquet, with the same columns in the same order.

- Encoding is UTF-8. Days are ISO 8601 dates without a time zone, instants are UTC. A missing value is empty
  in CSV and `null` elsewhere; no date ever stands for "unknown".
- Text is on one line, without control characters, and cut at 2,000 characters. A link is http(s) or missing.
- In CSV a text that begins with `=`, `+`, `-` or `@` is preceded by an apostrophe, since a spreadsheet would
  run it as a formula. JSON Lines and Parquet leave it as it is.
- No table holds words of an article.
- An export can be held to a set of licences. A row leaves only if all of its licences are allowed.
- A file appears whole or not at all.
"""


def guide_json_reference() -> str:
    """`docs/reference/guide-json.md`."""
    rows = (f"| `{field.path}` | {field.type} | {field.help} |\n" for field in FIELDS)
    return _GUIDE_INTRO + "".join(rows)


def exports_reference() -> str:
    """`docs/reference/exports.md`."""
    return _EXPORTS_INTRO + "".join(_table_reference(table) for table in TABLES.values())


def _table_reference(table: Table) -> str:
    head = f"\n## {table.name}\n\n{table.help}\n\n| column | type | meaning |\n| --- | --- | --- |\n"
    rows = (f"| `{column.name}` | {column.type} | {column.help} |\n" for column in table.columns)
    return head + "".join(rows)

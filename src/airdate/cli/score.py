"""For those who build forecasters and readers: train, backtest, evaluate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from airdate.cli.common import DAY, PATH, open_airdate, write_out

history_option = click.option("--history", type=PATH, required=True, help="Seasons (CSV).")
claims_option = click.option("--claims", type=PATH, required=True, help="Statements (CSV).")
actual_option = click.option("--actual", type=PATH, required=True, help="What became of those seasons (CSV).")
until_option = click.option(
    "--until", type=DAY, required=True, help="Only what was known on that day may be learned from."
)


@click.command()
@history_option
@claims_option
@actual_option
@until_option
@click.option("--out", type=PATH, required=True, help="The model file to write.")
def train(history: Path, claims: Path, actual: Path, until: date, out: Path) -> None:
    """Make a forecasting model from dated facts."""
    from airdate.run import batch

    click.echo(batch.train(history, claims, actual, until, out), err=True)


@click.command()
@history_option
@claims_option
@actual_option
@until_option
def backtest(history: Path, claims: Path, actual: Path, until: date) -> None:
    """Score the forecaster on seasons that it has not seen, beside the baseline."""
    from airdate.run import batch

    write_out(batch.backtest(history, claims, actual, until))


@click.command()
@click.option("--outlets", is_flag=True, help="Also how often outlets' own windows held the day.")
@click.pass_context
def scores(ctx: click.Context, outlets: bool) -> None:
    """How right our frozen forecasts were, once the seasons came."""
    from airdate.publish import render_record
    from airdate.run import record

    airdate = open_airdate(ctx)
    others = record.outlets_record(airdate) if outlets else []
    write_out(render_record(record.our_record(airdate), others))


@click.group()
def evaluate() -> None:
    """Score against labelled files."""


@evaluate.command()
@click.argument("gold", type=PATH)
@click.argument("texts", type=PATH)
def reading(gold: Path, texts: Path) -> None:
    """Score the reader: GOLD holds labelled claims, TEXTS the documents, both one JSON object a line."""
    from airdate.run import batch

    write_out(batch.evaluate_reading(gold, texts))


COMMANDS = (train, backtest, evaluate, scores)

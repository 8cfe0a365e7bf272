"""backtest and forecast: the race of the models, and what the last run expects to be sold."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import text
from core.cli.output import records, show
from core.cli.progress import bar
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked
from core.cli.words import help_of
from core.forecast import tidy
from core.forecast.backtest import Backtest, backtest
from core.forecast.models import FAST

DemandOption = Annotated[Path | None, typer.Option("--demand", metavar="FILE", help=help_of("demand"))]
WeeksOption = Annotated[int, typer.Option("--weeks", min=1, max=26, help=help_of("weeks"))]
CutoffsOption = Annotated[int, typer.Option("--cutoffs", min=1, help=help_of("cutoffs"))]
ModelsOption = Annotated[str, typer.Option("--models", metavar="NAME,NAME…", help=help_of("models"))]
EngineOption = Annotated[str | None, typer.Option("--engine", metavar="local|dask|dask://HOST:PORT", help=help_of("engine"))]

# what a person reads in a terminal; JSON and CSV hold every column
_READ = ["model", "cumulative_pinball", "cumulative_wape", "cumulative_coverage_80", "wape", "rmsse", "bias", "mape", "seconds"]


def race(  # noqa: PLR0913 one argument an option
    ctx: typer.Context,
    demand: DemandOption = None,
    weeks: WeeksOption = 13,
    cutoffs: CutoffsOption = 3,
    models: ModelsOption = ",".join(FAST),
    engine: EngineOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    named = [name.strip() for name in models.split(",") if name.strip()]
    with bar(ask) as tell:
        found = backtest(tidy.read(demand), named, weeks, cutoffs, engine, tell)
    show(ask, _answer(found), found.catalogue if ask.form == "csv" else _in_words(ask, found))


def _in_words(ask: Asked, found: Backtest) -> pd.DataFrame:
    """The columns a person reads; shares keep three digits."""
    lang, table = ask.language(), found.catalogue[_READ]
    words = {name: [text.number(value, lang, 3) for value in table[name]] for name in _READ[1:]}
    return table.assign(model=[text.t(f"forecast.model.{name}", lang) for name in table["model"]], **words)


def _answer(found: Backtest) -> dict:
    return {
        "series": found.series,
        "weeks": found.weeks,
        "cutoffs": len(found.cutoffs),
        "cutoff_weeks": [week.date() for week in found.cutoffs],
        "models": records(found.catalogue),
        "classes": records(found.per_class),
    }

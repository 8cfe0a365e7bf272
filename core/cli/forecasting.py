"""backtest and forecast: the race of the models, and what the last run expects to be sold."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import text
from core.cli.output import records, show
from core.cli.progress import bar
from core.cli.results import EngineOption, MarketOption, SkuOption, last_run
from core.cli.root import Asked, Form, FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.words import help_of
from core.errors import InputError
from core.forecast import kept, stored, tidy
from core.forecast.backtest import Backtest, backtest
from core.forecast.models import FAST
from core.forecast.models.default import NAME as DEFAULT
from core.intake import marketplaces

DemandOption = Annotated[Path | None, typer.Option("--demand", metavar="FILE", help=help_of("demand"))]
WeeksOption = Annotated[int, typer.Option("--weeks", min=1, max=26, help=help_of("weeks"))]
CutoffsOption = Annotated[int, typer.Option("--cutoffs", min=1, help=help_of("cutoffs"))]
ModelsOption = Annotated[str, typer.Option("--models", metavar="NAME,NAME…", help=help_of("models"))]

# what a person reads in a terminal; JSON and CSV hold every column
_READ = [
    "model",
    "cumulative_pinball",
    "cumulative_wape",
    "cumulative_coverage_80",
    "wape",
    "rmse",
    "rmsse",
    "bias",
    "mape",
    "fallbacks",
    "seconds",
]


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
        if demand is not None:
            panel, notes = tidy.read(demand)
            found = backtest(panel, named, weeks, cutoffs, engine, tell)
        else:
            notes, found = [], _of_workspace(ask, {"models": named, "weeks": weeks, "cutoffs": cutoffs, "engine": engine, "progress": tell})
    told = [asdict(note) | {"message": ask.t(f"forecast.tidy.{note.code}", **asdict(note))} for note in notes]
    show(ask, _answer(found) | {"notes": told}, found.catalogue if ask.form == "csv" else _in_words(ask, found))
    if ask.form != Form.JSON:
        for note in told:
            typer.echo(ask.t("cli.issue", file=demand.name, message=note["message"]), err=True)
        for name, reason in found.failed.items():
            typer.echo(ask.t("forecast.left_out", model=_model(name, ask.language()), reason=reason), err=True)


def forecast(
    ctx: typer.Context,
    sku: SkuOption = None,
    marketplace: MarketOption = None,
    weeks: WeeksOption = 13,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        answer = stored.forecasts(ws, last_run(ws)["run_id"], sku, weeks)
    if sku is not None and not answer:
        raise InputError("sku_no_forecast", sku=sku)
    if marketplace is not None:
        answer = _at(marketplaces.known(marketplace) or marketplace, answer)
    show(ask, answer, _by_week(answer) if ask.form == "csv" else _by_sku(ask, answer))


def _at(marketplace: str, answer: list[dict]) -> list[dict]:
    """The forecasts of one marketplace. Raises InputError where none is there but elsewhere."""
    here = [entry for entry in answer if entry["marketplace"] == marketplace]
    if answer and not here:
        raise InputError("forecast_elsewhere", value=marketplace, known=", ".join(sorted({entry["marketplace"] for entry in answer})))
    return here


def _of_workspace(ask: Asked, questions: dict) -> Backtest:
    with ask.opened() as ws:
        return kept.backtest_workspace(ws, at=now(), **questions)


def _by_week(answer: list[dict]) -> pd.DataFrame:
    """A row a SKU and week, for spreadsheets."""
    about = ("marketplace", "sku", "model", "reason")
    return pd.DataFrame([{name: entry[name] for name in about} | week for entry in answer for week in entry["weeks"]])


def _by_sku(ask: Asked, answer: list[dict]) -> pd.DataFrame:
    """A row a SKU with the sum of the weeks, for people."""
    lang = ask.language()
    rows = [
        {"marketplace": entry["marketplace"], "sku": entry["sku"], "model": _model(entry["model"], lang)}
        | {"note": _reason(entry, lang), "history_weeks": entry["history_weeks"]}
        | entry["cumulative"]
        | {"wape": text.number(entry["backtest"] and entry["backtest"]["wape"], lang, 3)}
        for entry in answer
    ]
    return pd.DataFrame(rows)


def _in_words(ask: Asked, found: Backtest) -> pd.DataFrame:
    """The columns a person reads, best model first; shares keep three digits."""
    lang, table = ask.language(), found.catalogue[_READ].sort_values("cumulative_pinball", kind="stable")
    words = {name: [text.number(value, lang, 3) for value in table[name]] for name in _READ[1:] if name != "fallbacks"}
    return table.assign(model=[_model(name, lang) for name in table["model"]], **words)


def _model(name: str, lang: str) -> str:
    key = f"forecast.model.{name}"
    return text.t(key, lang) if text.has(key) else name


def _reason(entry: dict, lang: str) -> str:
    """Why another model speaks, or what is special; nothing where the usual one does."""
    leans = entry["model"] == DEFAULT and entry["reason"] == "short_history"
    key = f"forecast.reason.{'leans' if leans else entry['reason']}"
    return text.t(key, lang) if text.has(key) else ""


def _answer(found: Backtest) -> dict:
    return {
        "series": found.series,
        "weeks": found.weeks,
        "cutoffs": len(found.cutoffs),
        "cutoff_weeks": [week.date() for week in found.cutoffs],
        "models": records(found.catalogue),
        "classes": records(found.per_class),
        "failed": [{"model": name, "reason": reason} for name, reason in found.failed.items()],
    }

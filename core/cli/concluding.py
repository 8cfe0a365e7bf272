"""review next-buy | procedure | report: what the whole catalogue teaches, which steps worked, how a month or quarter went.

next-buy takes a product thought of as a file: {"marketplace", "price", "landed_cost", "category"?, "title"?, "lead_days"?}.

JSON. next-buy: {"measure", "mean", "attributes": [{"kind", "value", "skus", "mean", "effect", "shrunk", "low", "high", "verdict"}],
"like_slow": [{"marketplace", "sku", "title", "alike", "like_sku", "like_title"}], "advice": null | {"idea", "currency", "bands",
"floor_share", "floor", "margin", "salvage", "salvage_from", "told_by", "demand": {"mean", "p10", "p50", "p90", "products", "of_all"},
"order": {"units", "profit", "first", "then", "batches_profit", "service", "loses"}, "alike", "like_slow", "cannot": [code]}}
procedure: {"worked", "reviewed", "until", "steps": [{"level", "currency", "plans", "effect", "rules", "ways", "ladder", "start_days",
"days_50", "days_90", "doors", "owners"}], "mini_reviews": [{"marketplace", "sku", "stage", "due_on", "units", "usual", "pace", …}], "file"}
report: {"kind", "first_day", "last_day", "whole", "sites": [{"marketplace", "currency", "units", "turnover", …}], "total", "months",
"lanes", "stalest", "missing": [day], "file"}
"""

from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import schedules, settings, text
from core.cli.output import plain, records, show
from core.cli.results import MarketOption, last_run
from core.cli.reviewing import app, every_plan
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked, one_of, read_object
from core.cli.words import help_of
from core.errors import InputError
from core.review import attributes, catalogue, newcomers, next_buy, period_report, procedure_sheet, report_sheet
from core.review import procedure as procedures
from core.workspace import Workspace

__all__ = ["app"]

_ATTRIBUTES = ["kind", "value", "skus", "mean", "effect", "shrunk", "low", "high", "verdict"]
_TITLES = {
    "kind": "attribute_kind", "value": "attribute", "mean": "mean_share", "effect": "raw", "low": "shrunk_low", "high": "shrunk_high",
    "verdict": "verdict_word",
}  # fmt: skip
_SITES = ["marketplace", "currency", "units", "sales", "turnover", "stock_to_sales", "stale_share", "fill_rate", "saved"]

MeasureOption = Annotated[str, typer.Option("--measure", metavar="|".join(catalogue.MEASURES), help=help_of("next_buy_measure"))]
IdeaArgument = Annotated[Path | None, typer.Argument(metavar="IDEA.json", help=help_of("next_buy_idea"))]
KindOption = Annotated[str, typer.Option("--kind", metavar="|".join(period_report.KINDS), help=help_of("report_kind"))]
DayOption = Annotated[datetime | None, typer.Option("--day", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("report_day"))]
TargetOption = Annotated[Path | None, typer.Option("--to", metavar="FILE", dir_okay=False, help=help_of("review_to"))]


@app.command("next-buy", help=help_of("review_next_buy"))
def buy(
    ctx: typer.Context,
    idea: IdeaArgument = None,
    measure: MeasureOption = "recovered",
    marketplace: MarketOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    one_of(measure, catalogue.MEASURES)
    thought_of = None if idea is None else read_object(idea)
    with ask.opened() as ws:
        run, policy = last_run(ws), settings.policy(ws)
        products = catalogue.products(ws, run, policy, schedules.book(ws), every_plan(ws))
        launches = catalogue.launches(ws, run["as_of"])
    lead = {"lead_days": policy["lead_time.default_days"]}
    advice = None if thought_of is None else _advice(products, launches, _idea(lead | thought_of, products))
    here = products if marketplace is None else products[products["marketplace"] == marketplace].reset_index(drop=True)
    found = attributes.effects(here, measure)
    answer = {"measure": measure, "mean": here[measure].mean(), "attributes": records(found)}
    show(ask, plain(answer | {"like_slow": records(next_buy.like_slow(here)), "advice": advice}), _told(ask, advice, found[_ATTRIBUTES]))


def _idea(given: dict, products: pd.DataFrame) -> next_buy.Idea:
    """Raises InputError where a name is missing or not known, a figure is none, or nothing is sold at the site."""
    said = {"category": None, "title": ""} | given
    known = [one.name for one in fields(next_buy.Idea)]
    for name in said:
        one_of(name, known)
    if missing := [name for name in known if name not in said]:
        raise InputError("idea_incomplete", missing=", ".join(missing))
    one_of(said["marketplace"], products["marketplace"].unique())
    return next_buy.Idea(**said | {name: _figure(name, said[name]) for name in ("price", "landed_cost", "lead_days")})


def _figure(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("idea_money", name=name, value=value)
    return float(value)


def _advice(products: pd.DataFrame, launches: pd.DataFrame, idea: next_buy.Idea) -> dict:
    found = next_buy.advise(products, launches, idea)
    low, middle, high = found.demand.quantile((0.1, 0.5, 0.9)) if found.demand else (None, None, None)
    wanted = found.demand and asdict(found.demand) | {"p10": low, "p50": middle, "p90": high}
    told = {name: getattr(found, name) for name in ("currency", "floor_share", "floor", "margin", "salvage", "salvage_from", "told_by")}
    return told | {
        "idea": asdict(found.idea), "bands": records(found.bands), "demand": wanted, "order": found.order and asdict(found.order),
        "alike": records(found.alike), "like_slow": found.like_slow, "cannot": list(found.cannot),
    }  # fmt: skip


def _told(ask: Asked, advice: dict | None, rows: pd.DataFrame) -> pd.DataFrame:
    """For people: the advice where one was asked for, else the attributes with their verdict in words."""
    if ask.form == "csv":
        return rows
    if advice is None:
        return _in_words(ask, rows)
    money = {name: text.money(advice[name], advice["currency"], ask.language()) for name in ("floor", "salvage")}
    order = text.number(advice["order"] and advice["order"]["units"], ask.language())
    band = advice["bands"][0]["value"] if advice["bands"] else text.UNKNOWN
    lines = [("band", band), ("floor", money["floor"]), ("order", order), ("salvage", money["salvage"])]
    for code in advice["cannot"]:
        typer.echo(ask.t(f"next_buy.cannot.{code}"), err=True)
    return pd.DataFrame([(ask.t(f"next_buy.{name}"), said) for name, said in lines], columns=["figure", "amount"])


def _in_words(ask: Asked, rows: pd.DataFrame) -> pd.DataFrame:
    shares = {name: [text.percent(value, ask.language()) for value in rows[name]] for name in ("mean", "effect", "shrunk", "low", "high")}
    kinds = [ask.t(f"next_buy.kind.{kind}") for kind in rows["kind"]]
    said = rows.assign(**shares, kind=kinds, verdict=[ask.t(f"next_buy.verdict.{one}") for one in rows["verdict"]])
    return said.rename(columns=_TITLES)


@app.command("procedure", help=help_of("review_procedure"))
def procedure(
    ctx: typer.Context, target: TargetOption = None, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    forms = {".md": procedure_sheet.markdown, ".docx": procedure_sheet.to_docx, ".html": procedure_sheet.page}
    with ask.opened() as ws:
        found, waiting = procedures.procedure(ws, every_plan(ws)), _mini(ws)
    written = _write(target, forms, found, ask.language())
    rows = [(heading, line) for heading, lines in procedure_sheet.parts(found, ask.language()) for line in lines]
    answer = asdict(found) | {"mini_reviews": records(waiting), "file": written}
    show(ask, plain(answer), pd.DataFrame(rows, columns=["step", "line"]))


def _mini(ws: Workspace) -> pd.DataFrame:
    """Mini-reviews that are due on the day of the last run."""
    run = last_run(ws)
    return newcomers.due(newcomers.schedule(ws, run), run["as_of"])


@app.command("report", help=help_of("review_report"))
def report(
    ctx: typer.Context,
    kind: KindOption = "month",
    day: DayOption = None,
    marketplace: MarketOption = None,
    target: TargetOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        last = last_run(ws)["as_of"]
        wanted = period_report.spans(kind, last, 2)[1] if day is None else period_report.span(kind, day.date())
        found = period_report.report(ws, wanted, last, marketplace)
    written = _write(target, {".xlsx": report_sheet.workbook, ".html": report_sheet.page}, found, ask.language())
    answer = {"kind": found.span.kind, "first_day": found.span.first_day, "last_day": found.span.last_day, "whole": found.whole}
    answer |= {name: records(getattr(found, name)) for name in ("sites", "total", "months", "lanes", "stalest")}
    sites = pd.concat([part for part in (found.sites, found.total) if len(part)] or [found.sites], ignore_index=True)
    show(ask, plain(answer | {"missing": found.missing, "file": written}), sites if ask.form == "csv" else _read(ask, sites))
    for line in report_sheet.notes(found, ask.language()):
        typer.echo(line, err=True)


def _read(ask: Asked, sites: pd.DataFrame) -> pd.DataFrame:
    rows = sites.to_dict("records")
    words = {name: [report_sheet.figure(row, name, ask.language()) for row in rows] for name in _SITES[2:]}
    words["marketplace"] = sites["marketplace"].fillna(ask.t("period_report.all_sites"))
    return sites[_SITES].assign(**words).rename(columns={name: report_sheet.title(name, ask.language()) for name in _SITES})


def _write(target: Path | None, forms: dict, found: object, lang: str) -> str | None:
    """The file in the form of its ending; its whole path. Raises InputError for another ending."""
    if target is None:
        return None
    one_of(target.suffix.lower(), forms)
    made = forms[target.suffix.lower()](found, lang)
    target.write_bytes(made.encode() if isinstance(made, str) else made)
    return str(target.absolute())

"""review, review show | period | lessons | accept | refuse | revert | paid: what clearances brought, and what is learned from them.

JSON. review: {"reviews": [a row a plan: "plan_id", "name", "marketplace", "sku", "as_of", "until", "weeks", "finished", "missing",
"verdict", "reason", "judgement", "units", "revenue", "discount", "gross_margin", "net_cash", "recovery", "roi", "days_50", "days_90",
"holding_avoided", "surcharge_avoided", "sell_through", "value", "hold_value", "hold_low", "hold_high", "effect", "effect_low",
"effect_high", "regret", "regret_option", "sooner", "before_turnover", "after_turnover", …], "totals": [a row a group and currency]}
show: {"outcome", "waterfall": {"expected", "steps", "actual"}, "learned": {"elasticity": {"before", "after"}, "level": {…}}, "regret",
"sooner", "judgement", "sources", "ads": null | {"weeks", "spend", "clicks", "units", "usual_spend", …}, "channels", "next_channel",
"traffic", "before", "after", "weeks": [{"week", "starts_on", "sold", "price", "stock", "known"}]}
period: {"period", "groups": [{"group", "units", "units_before", "expected", "low", "high", "effect", "verdict", "sales", "price", …}],
"missing": [day], "cannot": [code], "review": as show, where the stock of one SKU was known}
lessons: {"proposals": [{"lesson", "kind", "marketplace", "sku", "before", "after", "after_sd", "evidence"}], "decided": [{"lesson_id", …}]}
"""

from dataclasses import asdict
from datetime import date
from typing import Annotated

import pandas as pd
import typer

from core import text
from core.cli.output import plain, records, show
from core.cli.results import MarketOption, SkuOption
from core.cli.root import Asked, FormOption, InWords, LangOption, WorkspaceOption, asked, now, one_of
from core.cli.words import help_of
from core.errors import InputError
from core.review import attribution, groups, lessons, periods, reviews, totals
from core.review.ads import FIGURES, Ads
from core.review.reviews import Review
from core.workspace import Workspace

app = typer.Typer(cls=InWords, help=help_of("review"))

_READ = [
    "plan_id", "plan", "sku", "weeks", "finished", "judgement", "sure", "effect", "effect_low", "effect_high", "roi",
    "sell_through",
]  # fmt: skip
_GROUP = ["group", "units", "units_before", "expected", "low", "high", "verdict", "price", "price_before"]
_OF_ALL = ["group", "currency", "reviews", "units", "revenue", "net_cash", "recovery", "effect", "effect_low", "effect_high", "roi"]
_SHARES = ("discount", "recovery", "roi", "sell_through")
_LESSON = ["lesson", "before", "after", "after_sd"]

IdArgument = Annotated[int, typer.Argument(metavar="PLAN_ID", help=help_of("review_plan"))]
ByOption = Annotated[str, typer.Option("--by", metavar="|".join(groups.BY), help=help_of("review_by"))]
DaysArgument = Annotated[str, typer.Argument(metavar="FIRST..LAST", help=help_of("review_days"))]
LessonArgument = Annotated[str, typer.Argument(metavar="LESSON", help=help_of("review_lesson"))]


@app.callback(invoke_without_command=True)
def every(
    ctx: typer.Context, by: ByOption = "sku", workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    if ctx.invoked_subcommand:
        return
    one_of(by, totals.BY)
    with ask.opened() as ws:
        found = every_plan(ws)
    rows, summed = totals.rows_of(found), totals.by_channel(found) if by == "channel" else totals.totals(found, by)
    if rows.empty:
        show(ask, {"reviews": [], "totals": []}, pd.DataFrame(columns=_READ))
        return
    shown = (
        rows.rename(columns={"name": "plan", "verdict": "sure"})[_READ] if by == "sku" else summed if by == "channel" else summed[_OF_ALL]
    )
    show(ask, {"reviews": records(rows), "totals": records(summed)}, _worded(ask, shown))


@app.command("show", help=help_of("review_show"))
def one(
    ctx: typer.Context, plan_id: IdArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        found = reviews.plans_seen(ws, plan_id=plan_id)
        if not found:
            raise InputError("review_too_early", plan_id=plan_id)
        answer = _story(ws, reviews.review(ws, found[0]))
    show(ask, plain(answer), _in_lines(ask, answer))


@app.command("period", help=help_of("review_period"))
def period(
    ctx: typer.Context,
    days: DaysArgument,
    marketplace: MarketOption = None,
    sku: SkuOption = None,
    by: ByOption = "category",
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    one_of(by, groups.BY)
    first, last = _days(days)
    wanted = periods.Period(name="", marketplace=marketplace, sku=sku, first_day=first, last_day=last)
    with ask.opened() as ws:
        found = periods.seen(ws, wanted)
        story = periods.review_of(ws, wanted) if marketplace and sku else None
        answer = {
            "period": asdict(wanted), "groups": records(periods.by_group(found, by)), "missing": found.missing,
            "cannot": list(found.cannot), "review": _story(ws, story) if story else None,
        }  # fmt: skip
    table = periods.by_group(found, by)
    show(ask, plain(answer), table if ask.form == "csv" else table[_GROUP])
    for code in found.cannot:
        typer.echo(ask.t(f"review.cannot.{code}"), err=True)
    if found.missing:
        typer.echo(ask.t("review.missing_days", days=", ".join(day.isoformat() for day in found.missing)), err=True)


@app.command("lessons", help=help_of("review_lessons"))
def taught(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        open_ones, done = lessons.proposals(ws, every_plan(ws)), lessons.decided(ws)
    rows = pd.DataFrame([_proposed(each) for each in open_ones], columns=["lesson", "kind", "marketplace", "sku", *_LESSON[1:], "evidence"])
    figures = {} if ask.form == "csv" else {each: [text.number(value, ask.language(), 2) for value in rows[each]] for each in _LESSON[1:]}
    show(ask, {"proposals": records(rows), "decided": records(done)}, rows[_LESSON].assign(**figures))


@app.command("accept", help=help_of("review_accept"))
def accept(
    ctx: typer.Context, lesson: LessonArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    _decide(asked(ctx, workspace, form, lang), lesson, "accepted")


@app.command("refuse", help=help_of("review_refuse"))
def refuse(
    ctx: typer.Context, lesson: LessonArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    _decide(asked(ctx, workspace, form, lang), lesson, "refused")


@app.command("revert", help=help_of("review_revert"))
def revert(
    ctx: typer.Context,
    lesson_id: Annotated[int, typer.Argument(metavar="LESSON_ID", help=help_of("review_lesson_id"))],
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        lessons.revert(ws, lesson_id, at=now())
        _show_decided(ask, ws, lesson_id)


@app.command("paid", help=help_of("review_paid"))
def paid(
    ctx: typer.Context,
    plan_id: IdArgument,
    units: Annotated[float, typer.Option("--units", help=help_of("review_paid_units"))],
    amount: Annotated[float, typer.Option("--amount", help=help_of("review_paid_amount"))],
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        lessons.note_paid(ws, plan_id, units, amount, at=now())
    answer = {"plan_id": plan_id, "units": units, "amount": amount}
    show(ask, answer, pd.DataFrame([answer]))


def every_plan(ws: Workspace) -> list[Review]:
    """The reviews of all accepted plans with a week behind them."""
    return reviews.every_review(ws, reviews.plans_seen(ws))


def _days(span: str) -> tuple[date, date]:
    first, _, last = span.partition("..")
    try:
        return date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError as error:
        raise InputError("review_days", value=span) from error


def _decide(ask: Asked, lesson: str, state: str) -> None:
    with ask.opened() as ws:
        found = {name(each): each for each in lessons.proposals(ws, every_plan(ws))}
        one_of(lesson, found)
        _show_decided(ask, ws, lessons.decide(ws, found[lesson], state, at=now()))


def _show_decided(ask: Asked, ws: Workspace, lesson_id: int) -> None:
    rows = lessons.decided(ws).query("lesson_id == @lesson_id")
    answer = rows.drop(columns="before_own")
    show(ask, records(answer)[0], answer[["lesson_id", "kind", "sku", "before", "after", "state"]])


def name(proposal: lessons.Proposal) -> str:
    """How a lesson is called: elasticity:US:TB-1, removal_days."""
    return ":".join(part for part in proposal.key if part)


def _proposed(each: lessons.Proposal) -> dict:
    return {"lesson": name(each), **{key: value for key, value in asdict(each).items() if key != "learned_on"}}


def _story(ws: Workspace, found: Review) -> dict:
    subject, actual = found.subject, found.subject.actual
    taught = {
        what: dict(zip(("before", "after"), map(asdict, getattr(found.learned, what)), strict=True)) for what in ("elasticity", "level")
    }
    weeks = pd.DataFrame({
        "week": range(actual.weeks), "starts_on": pd.date_range(subject.case.as_of, periods=actual.weeks, freq="7D").date,
        "sold": actual.sold, "price": actual.price, "paid": actual.paid, "stock": actual.stock[1:], "known": actual.known,
    })  # fmt: skip
    return {
        "plan_id": subject.kept and subject.kept.plan_id, "marketplace": subject.case.marketplace, "sku": subject.case.sku,
        "title": subject.title, "currency": subject.currency, "outcome": vars(found.outcome), "waterfall": asdict(found.waterfall),
        "learned": {"weeks": found.learned.weeks, "moved": found.learned.moved, **taught},
        "regret": found.regret and asdict(found.regret), "sooner": found.sooner, "judgement": found.judgement,
        "sources": asdict(attribution.sources(subject, found.learned)), "ads": _ads(subject.ads),
        "channels": records(attribution.channels(subject)), "next_channel": attribution.next_channel(subject),
        "traffic": records(attribution.traffic(ws, subject)), "before": found.before, "after": found.after, "weeks": records(weeks),
    }  # fmt: skip


def _ads(found: Ads | None) -> dict | None:
    if found is None:
        return None
    usual = {name: getattr(found, name) for name in ("usual_spend", "usual_units", "cost_each")}
    return {"weeks": int(found.known.sum()), **{name: found.total(name) for name in FIGURES}, **usual}


def _in_lines(ask: Asked, answer: dict) -> pd.DataFrame:
    """The figures one below the other, in words."""
    told = answer["outcome"]
    figures = [(f"review.figure.{key}", told[key]) for key in told if text.has(f"review.figure.{key}")]
    figures += [(f"review.step.{key}", money) for key, money in answer["waterfall"]["steps"].items()]
    figures += [(f"review.learned.{what}", answer["learned"][what]["after"]["mean"]) for what in ("elasticity", "level")]
    table = pd.DataFrame([(ask.t(key), key.rpartition(".")[2], value) for key, value in figures], columns=["figure", "of", "amount"])
    words = [_amount(ask, *pair) for pair in zip(table["of"], table["amount"], strict=True)]
    return table[["figure"]].assign(amount=words if ask.form != "csv" else table["amount"])


def _worded(ask: Asked, rows: pd.DataFrame) -> pd.DataFrame:
    """Shares and codes in words, for people."""
    if ask.form == "csv":
        return rows
    words = {name: f"review.{name}" for name in ("judgement", "verdict") if name in rows} | (
        {"sure": "review.verdict"} if "sure" in rows else {}
    )
    coded = {name: [ask.t(f"{key}.{code}") for code in rows[name]] for name, key in words.items()}
    return rows.assign(**coded, **{name: [_amount(ask, name, value) for value in rows[name]] for name in _SHARES if name in rows})


def _amount(ask: Asked, name: str, value) -> str:
    if name in _SHARES:
        return text.percent(value, ask.language())
    return text.number(value, ask.language(), 2 if name in ("elasticity", "level") else 0)

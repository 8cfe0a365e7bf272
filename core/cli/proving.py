"""alerts replay: what the rules would have said of the seller's own past, and how much of it came true."""

from datetime import datetime
from typing import Annotated

import pandas as pd
import typer

from core import text
from core.cli.freezing import app
from core.cli.output import records, show
from core.cli.progress import bar
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.words import help_of
from core.replay import kept
from core.replay.weeks import YEAR

WeeksOption = Annotated[int, typer.Option("--weeks", min=8, max=104, help=help_of("replay_weeks"))]
AsOfOption = Annotated[datetime | None, typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("replay_as_of"))]

_KEYS = {"rule": "rules", "level": "levels", "thumb": "thumbs"}
_READ = ["alerts", "precision", "recall", "lead_days_median", "saved", "wasted", "cost", "alerts_week"]
__all__ = ["app"]


@app.command("replay", help=help_of("alerts_replay"))
def replay(
    ctx: typer.Context,
    weeks: WeeksOption = YEAR,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws, bar(ask) as tell:
        replay_id = kept.prove(ws, at=now(), weeks=weeks, as_of=as_of and as_of.date(), progress=tell)
        about, every = kept.newest(ws), kept.scores(ws, replay_id)
        apart = {name: kept.scores(ws, replay_id, name) for name in kept.marketplaces(ws, replay_id)}
    about = {name: value for name, value in about.items() if name != "policy"}
    markets = [{"marketplace": name, "currency": rows["currency"].iloc[0]} | _parts(rows) for name, rows in apart.items()]
    show(ask, {"replay": about} | _parts(every) | {"marketplaces": markets}, _for_people(ask, every, apart))


def _parts(rows: pd.DataFrame) -> dict:
    """The rows of each scope under its key."""
    plain = rows.drop(columns=["marketplace", "currency", "scope"])
    names = {"rule": {"name": "rule"}}
    return {key: records(plain[rows["scope"] == scope].rename(columns=names.get(scope, {}))) for scope, key in _KEYS.items()}


def _for_people(ask: Asked, every: pd.DataFrame, apart: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Levels and rules of thumb of each marketplace, with money; then the rules of all."""
    lang = ask.language()
    summed = pd.concat([rows[rows["scope"] != "rule"] for rows in apart.values()])
    table = pd.concat([summed, every[(every["scope"] == "rule") & (every["alerts"] > 0)]], ignore_index=True)
    if ask.form == "csv":
        return table
    shares = {name: [text.number(value, lang, 2) for value in table[name]] for name in ("precision", "recall", "alerts_week")}
    said = [_name(row, lang) for row in table.to_dict("records")]
    levels = [f"{level}+" for level in table["level"]]
    return table.assign(**shares, said=said, level=levels)[["marketplace", "currency", "said", "level", *_READ]]


def _name(row: dict, lang: str) -> str:
    if row["scope"] == "level":
        return text.t("proof.name", lang)
    return text.t(f"risk.rule.{row['name']}" if row["scope"] == "rule" else f"proof.thumb.{row['name']}", lang)

"""An alert in words: why, in numbers, what would silence it, and what was done about it without being asked."""

from collections.abc import Mapping

from core import text


def why(alert: Mapping, lang: str) -> str:
    """Why it fires; "–" where the run that knew is gone."""
    return text.why(alert["rule"], _facts(alert), lang) if alert["facts"] else text.UNKNOWN


def silent(alert: Mapping, lang: str) -> str:
    """What would silence it."""
    return text.silent(alert["rule"], _facts(alert), lang) if alert["facts"] else text.UNKNOWN


def actions(alert: Mapping, lang: str) -> list[str]:
    """That purchases are frozen and who is asked; the drafted moves and plan, and what speaks against them. Nothing for a notice."""
    said = [] if _unknown(alert["frozen_at"]) else [text.t("alerts.frozen", lang, day=text.day(alert["frozen_at"].date(), lang))]
    said += [told] if (told := moves(alert, lang)) else []
    return said if _unknown(alert["draft_plan"]) else [*said, draft(alert, lang)]


def moves(alert: Mapping, lang: str) -> str | None:
    """The drafted moves to other sites: units, what they bring over clearing them here, whether they can be done; or why there are none,
    where something is in the way. None where clearing here brings more."""
    against = [_problem(code, lang) for code in alert["move_problems"]]
    if _unknown(alert["move_units"]):
        return text.t("alerts.move_none", lang, problems=" · ".join(against)) if against else None
    facts = {
        "units": text.number(round(alert["move_units"]), lang), "sites": alert["move_sites"],
        "gain": text.money(round(alert["move_gain"]), alert["move_currency"], lang).replace(".00", ""),
    }  # fmt: skip
    if not alert["move_open"]:
        return text.t("alerts.move_taken", lang, **facts)
    return text.t("alerts.move_look" if against else "alerts.move_good", lang, **facts, problems=" · ".join(against))


def _problem(code: str, lang: str) -> str:
    """What speaks against a move (core/actions/moves.py)."""
    kind, _, rest = code.partition(".")
    if kind == "limit":
        name, *ends = rest.split(".")
        return text.t("alerts.move_problem.limit", lang, limit=text.t(f"transfers_page.limit.{name}", lang, ends=" → ".join(ends)))
    if kind == "unknown":
        keys = (f"transfers_page.reason.{rest}", f"clearance.reason.{rest}", f"fees.reason.{rest}")
        return next((text.t(key, lang) for key in keys if text.has(key)), rest)
    return text.t(f"alerts.move_problem.{code}", lang)


def draft(alert: Mapping, lang: str) -> str:
    """The drafted plan: its number, what it brings over holding, and whether it can be done."""
    against = [text.t(f"alerts.problem.{problem}", lang) for problem in alert["draft_problems"]]
    facts = {
        "plan": int(alert["draft_plan"]), "option": text.t(f"table.option.{alert['draft_option']}", lang),
        "gain": text.money(round(alert["draft_gain"]), alert["currency"], lang).replace(".00", ""),
    }  # fmt: skip
    return text.t("alerts.draft_look" if against else "alerts.draft_good", lang, **facts, problems=" · ".join(against))


def _unknown(value) -> bool:
    return value is None or value != value


def _facts(alert: Mapping) -> dict:
    return {"currency": alert["currency"]} | alert["facts"]

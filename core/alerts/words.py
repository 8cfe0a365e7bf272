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
    """That purchases are frozen and who is asked; the drafted plan, and what speaks against it. Nothing for a notice."""
    said = [] if _unknown(alert["frozen_at"]) else [text.t("alerts.frozen", lang, day=text.day(alert["frozen_at"].date(), lang))]
    return said if _unknown(alert["draft_plan"]) else [*said, draft(alert, lang)]


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

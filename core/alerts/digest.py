"""One message for many alerts: a line a SKU, the most urgent first; never a message a SKU."""

import pandas as pd

from core import risk, text
from core.alerts import words

LONGEST = 20  # SKUs in a message; the others are counted


def title(alerts: pd.DataFrame, lang: str) -> str:
    """How many, and how many of them urgent."""
    counts = {"alerts": len(alerts), "skus": _skus(alerts), "urgent": _skus(alerts[alerts["level"] == 3])}
    return text.t("alerts.digest.title", lang, **{name: text.number(count, lang) for name, count in counts.items()})


def body(alerts: pd.DataFrame, lang: str) -> str:
    """A line a SKU: level, name, money at stake, and the reason that speaks first."""
    speaks = [risk.PRIORITY.index(rule) for rule in alerts["rule"]]
    ordered = alerts.assign(speaks=speaks).sort_values(["level", "money_at_stake", "sku", "speaks"], ascending=[False, False, True, True])
    by_sku = [rows for _, rows in ordered.groupby(["marketplace", "sku"], sort=False)]
    lines = [_line(rows, lang) for rows in by_sku[:LONGEST]]
    if by_sku[LONGEST:]:
        lines.append(text.t("alerts.digest.more", lang, skus=text.number(len(by_sku) - LONGEST, lang)))
    return "\n".join(lines)


def _line(alerts: pd.DataFrame, lang: str) -> str:
    first = alerts.iloc[0].to_dict()
    known = alerts[alerts["money_at_stake"].notna()]
    money = text.money(known["money_at_stake"].iloc[0], known["currency"].iloc[0], lang) if len(known) else text.UNKNOWN
    facts = {"level": text.t(f"risk.level.{first['level']}", lang), "sku": first["sku"], "marketplace": first["marketplace"]}
    said = " ".join([words.why(first, lang), words.silent(first, lang), *words.actions(first, lang)])
    rules = ", ".join(text.t(f"risk.rule.{rule}", lang) for rule in alerts["rule"])
    return text.t("alerts.digest.line", lang, **facts, money=money, rules=rules, why=said)


def _skus(alerts: pd.DataFrame) -> int:
    return len(alerts.drop_duplicates(["marketplace", "sku"]))

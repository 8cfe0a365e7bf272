"""What a kept plan says in sentences, the same on screen and on paper."""

import re
from datetime import date

from core import text
from core.plans.journal import Kept


def draft_name(day: date, lang: str) -> str:
    """What a plan is called that a run drafts, from what was known on that day."""
    return text.t("alerts.draft_name", lang, day=text.day(day, lang))


def name_in(name: str, as_of: date, lang: str) -> str:
    """The name of a draft, which a run gave in the language of that day, in another; any other name as it was typed."""
    return draft_name(as_of, lang) if name in {draft_name(as_of, other) for other in text.LANGUAGES} else name


def option(kept: Kept, lang: str) -> str:
    return text.t(f"table.option.{kept.option}", lang)


def money(kept: Kept, amount: float | None, lang: str) -> str:
    """An amount of the plan, without cents from 10 up; unknown: –."""
    known = amount is not None and amount == amount
    words = text.money(round(amount) if known and abs(amount) >= 10 else amount, kept.currency, lang)
    return re.sub(r"\.0+(?=\D*$)", "", words) if known and abs(amount) >= 10 else words


def verdict(kept: Kept, lang: str) -> str:
    """What it brings, between what and what, and against doing nothing."""
    facts = {name: money(kept, getattr(kept, f"value{part}"), lang) for name, part in (("value", ""), ("low", "_p10"), ("high", "_p90"))}
    facts |= {"option": option(kept, lang)}
    gain = kept.value - kept.hold_value
    if gain != gain or kept.option == "hold":
        return text.t("plans.verdict.alone", lang, **facts)
    key = "plans.verdict.more" if gain >= 0 else "plans.verdict.less"
    return text.t(key, lang, gain=money(kept, abs(gain), lang), **facts)


def first_step(kept: Kept, lang: str) -> str:
    """What is to be done now, and when to look again."""
    step = kept.first_action
    act = "send_out_all" if step["act"] == "send_out" and round(step["keep_units"]) == 0 else step["act"]
    said = text.t(
        f"plan_view.first.{act}", lang, keep=text.number(step["keep_units"], lang), out=text.number(step["exit_units"], lang),
        channel=text.t(f"plan_view.channel.{step['exit_channel']}", lang) if step["exit_channel"] else "",
        price=text.money(step["price"], kept.currency, lang),
    )  # fmt: skip
    with_offer = [text.t("plan_view.with_offer", lang, offer=_offer(step["offer"], lang))] if step["offer"] else []
    again = (
        [] if act == "send_out_all" else [text.t("plan_view.look_again", lang, day=text.day(date.fromisoformat(step["look_again"]), lang))]
    )
    return text.joined([said, *with_offer, *again], lang)


def _offer(name: str, lang: str) -> str:
    """coupon_20 → Coupon, 20 % off."""
    kind, _, percent = name.rpartition("_") if name[-1].isdigit() else (name, "", "")
    words = text.t(f"levers.{kind}", lang)
    return text.t("levers.named", lang, name=words, percent=percent) if percent else words


def waiting(kept: Kept, lang: str) -> list[tuple[str, str]]:
    """(how long, what it loses) of every waiting time that was told."""
    return [
        (text.t("charts.waiting.weeks", lang, weeks=weeks), money(kept, lost, lang))
        for weeks, lost in sorted(kept.cost_of_waiting.items(), key=lambda one: int(one[0]))
    ]


def assumptions(kept: Kept, lang: str) -> list[str]:
    """What the figures rest on without proof."""
    return [
        text.t(f"clearance.assumption.{code}", lang, **{name: _fact(kept, name, value, lang) for name, value in facts.items()})
        for code, facts in kept.assumptions
    ]


def _fact(kept: Kept, name: str, value: float, lang: str) -> str:
    if name == "share":
        return text.percent(value, lang, 1)
    if name == "money":
        return text.money(value, kept.currency, lang)
    return text.number(value, lang, 0 if float(value).is_integer() else 1)

"""The words of a first answer: the verdict, the two prices that matter, what could not be valued, and what it all rests on."""

from datetime import timedelta

import pandas as pd

from core import text
from core.clearance.case import Case
from core.clearance.first_answer import Answer, Course
from core.economics import Threshold
from pages.ui import charts, explain
from pages.ui.words import plain, whole


def verdict(page, answer: Answer, currency: str) -> str:
    """Best option in words, what it brings against holding, what one more week of waiting costs; or why there is no answer."""
    if answer.best_option is None:
        return page.t("clearance_page.verdict.none", reason=_reason(page, answer.reason))
    amounts = {"value": abs(answer.best_value), "gain": answer.money_at_stake, "week": answer.cost_of_waiting_week}
    facts = {name: plain(whole(amount, currency, page.lang)) for name, amount in amounts.items()}
    costs = "_costs" if answer.best_value < 0 else ""
    if answer.best_option == "hold":
        return page.t(f"clearance_page.verdict.hold{costs}", **facts)
    price = answer.options.set_index("option").loc[answer.best_option, "price"]
    words = page.t(f"table.option.{answer.best_option}")
    if answer.best_option == "best_single_price":
        words = page.t("clearance_page.verdict.cut", price=plain(page.money(price, currency)))
    return page.t(f"clearance_page.verdict.best{costs}", option=words, **facts)


def thresholds(page, answer: Answer, currency: str) -> str:
    """Break-even and floor in words; unknown ones say why."""
    return "  \n".join(_threshold(page, name, getattr(answer, name), currency) for name in ("break_even", "floor"))


def _threshold(page, name: str, found: Threshold, currency: str) -> str:
    if pd.isna(found.price):
        return page.t(f"clearance_page.{name}.unknown", reason=_reason(page, found.reason))
    words = page.t(f"clearance_page.{name}.known", price=plain(page.money(found.price, currency)))
    ranges = [f"{plain(page.money(low, currency))}–{plain(page.money(high, currency))}" for low, high in found.gaps]
    return f"{words} {page.t('clearance_page.gaps', ranges=', '.join(ranges))}" if ranges else words


def unknown(page, answer: Answer) -> str:
    """The options that have no value, each with its reason."""
    rows = answer.options[answer.options["value"].isna()]
    return "\n".join(f"- {page.t(f'table.option.{row.option}')}: {_reason(page, row.reason)}" for row in rows.itertuples())


def _reason(page, code: str | None) -> str:
    return page.t(f"clearance.reason.{code}") if code else "–"


def warning(page, answer: Answer, price: float, currency: str) -> tuple[str, str] | None:
    """("error" | "warning", words) where a price lies under the floor or under break-even."""
    for kind, name in (("error", "floor"), ("warning", "break_even")):
        found = getattr(answer, name)
        if price < found.price:
            return kind, page.t(f"clearance_page.{name}.below", price=plain(page.money(found.price, currency)))
    return None


def figures(page, answer: Answer, course: Course, hold: Course, currency: str) -> list[dict]:
    """What the chosen price brings, as arguments of st.metric."""
    gain = course.value - hold.value
    weeks = (
        page.number(course.weeks_to_clear)
        if pd.notna(course.weeks_to_clear)
        else page.t("clearance_page.later", weeks=answer.case.horizon_weeks)
    )
    sold = page.t("clearance_page.sold_share", units=page.number(course.sold_units), share=text.percent(course.sold_share, page.lang))
    names = {
        "value": (whole(course.value, currency, page.lang), _signed(page, gain, currency)),
        "sold_units": (sold, None),
        "weeks_to_clear": (weeks, None),
        "storage": (whole(course.holding - course.surcharge, currency, page.lang), None),
        "surcharge": (whole(course.surcharge, currency, page.lang), None),
    }
    said = {name: (page.t(f"clearance_page.figure.{name}"), page.t(f"clearance_page.figure_help.{name}")) for name in names}
    return [{"label": said[name][0], "value": value, "delta": delta, "help": said[name][1]} for name, (value, delta) in names.items()]


def _signed(page, gain: float, currency: str) -> str | None:
    return None if pd.isna(gain) else f"{'-' if gain < 0 else '+'}{whole(abs(gain), currency, page.lang)}"


def assumptions(page, answer: Answer, currency: str) -> str:
    """What the figures rest on without proof, a line each."""
    return "\n".join(f"- {page.t(f'clearance.assumption.{code}', **_worded(page, facts, currency))}" for code, facts in answer.assumptions)


def _worded(page, facts: dict, currency: str) -> dict[str, str]:
    say = {"share": lambda share: text.percent(share, page.lang, 1), "money": lambda amount: plain(page.money(amount, currency))}
    return {
        name: say.get(name, lambda value: text.number(value, page.lang, 0 if float(value).is_integer() else 1))(value)
        for name, value in facts.items()
    }


def options_table(page, answer: Answer, currency: str) -> str:
    """The table twin of the option bars."""
    rows = [
        (
            page.t(f"table.option.{row.option}"),
            plain(page.money(row.value, currency)),
            plain(page.money(row.price, currency)),
            page.number(row.sold_units),
            page.number(row.weeks_to_clear),
        )
        for row in answer.options.itertuples()
    ]
    return explain.table(rows, [page.t(f"table.column.{name}") for name in ("option", "value", "price", "sold_units", "weeks_to_clear")])


def marks(case: Case, answer: Answer, price: float, value: float) -> pd.DataFrame:
    """The prices worth knowing on the price curve: price, value, kind (see charts.price_curve)."""
    best = answer.options.set_index("option").loc["best_single_price"]
    rows = [
        ("best", best["price"], best["value"]),
        ("chosen", price, value),
        ("today", case.price(1.0), None),
        ("break_even", answer.break_even.price, None),
        ("floor", answer.floor.price, None),
    ]
    frame = pd.DataFrame(rows, columns=["kind", "price", "value"]).astype({"price": float, "value": float})
    return frame[frame["price"].notna()]


def weeks(page, case: Case, courses: dict[float, Course], currency: str) -> pd.DataFrame:
    """What each price brings week by week, to take along; world: at which price."""
    worlds = {price: page.t("clearance_page.at", price=page.money(price, currency)) for price in courses}
    parts = [dated(case, course.weekly).assign(world=worlds[price]) for price, course in courses.items()]
    return pd.concat(parts, ignore_index=True)


def dated(case: Case, weekly: pd.DataFrame) -> pd.DataFrame:
    """The weeks of a course (`Course.weekly`) by their first days."""
    days = [case.as_of + timedelta(weeks=int(week)) for week in weekly["week"]]
    return weekly.assign(week=days).rename(columns={"sold": "sold_units"})


def paths(page, case: Case, courses: dict[float, Course], currency: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stock expected week by week at each price, and the days on which the first of them pays for age."""
    words = {price: page.t("clearance_page.at", price=page.money(price, currency)) for price in courses}
    lines = [charts.path(course.weekly, case.as_of, words[price]) for price, course in courses.items()]
    first = next(iter(courses.values()))
    return pd.concat(lines, ignore_index=True), charts.charge_days(first.weekly, case.as_of)

"""What Amazon charged or expects to charge one SKU, beside the rate table: the seller's own figures come first."""

import pandas as pd
import streamlit as st

from core import own_charges
from pages.ui import cached, explain
from pages.ui.words import plain

_WIDE = ("what", "basis_title", "yours", "table", "difference")
_NARROW = ("what", "yours", "table")
_LEAST = 0.005  # what cents hide


def show(page, row: pd.Series, narrow: bool = False) -> None:
    """The comparison of one row of the risk table, where Amazon said anything of it. narrow: three columns, for a card."""
    figures = _figures(page, str(page.ws.path), page.ws.version(), page.run_id, row["marketplace"], row["sku"])
    if (figures["basis"] == "table").all():
        return
    st.markdown(f"**{page.t('schedules.own.title')}**")
    titles = [page.t(f"schedules.own.{name}") for name in (_NARROW if narrow else _WIDE)]
    line = _narrow if narrow else _wide
    st.markdown(explain.table([line(page, figure) for figure in figures.itertuples()], titles))
    st.caption(page.t("schedules.own.note"))


@st.cache_data(show_spinner=False, max_entries=256)
def _figures(_page, path: str, version: int, run_id: int, marketplace: str, sku: str) -> pd.DataFrame:
    return own_charges.figures(_page.ws, run_id, cached.book(_page), marketplace, sku)


def _wide(page, figure) -> tuple[str, ...]:
    """Fee and what it was asked with; where the amount is from and of which day; amount, table, difference."""
    amounts = [_money(page, figure, amount) for amount in (figure.amount, figure.table, figure.difference)]
    return plain(_fee(page, figure)), _basis(page, figure), *amounts


def _narrow(page, figure) -> tuple[str, ...]:
    """Fee, where the amount is from; amount and by how much it differs; table."""
    differs = pd.notna(figure.difference) and abs(figure.difference) >= _LEAST
    sign = "+" if differs and figure.difference > 0 else ""
    more = f" ({sign}{_money(page, figure, figure.difference)})" if differs else ""
    return (
        f"{plain(_fee(page, figure))} · *{_basis(page, figure)}*",
        f"{_money(page, figure, figure.amount)}{more}",
        _money(page, figure, figure.table),
    )


def _money(page, figure, amount: float) -> str:
    return plain(page.money(round(amount, 2) + 0.0, figure.currency))


def _basis(page, figure) -> str:
    return f"{page.t(f'schedules.own.basis.{figure.basis}')}, {page.day(figure.on)}"


def _fee(page, figure) -> str:
    name = page.t(f"schedules.own.fee.{figure.fee}")
    if pd.notna(figure.price) and pd.notna(figure.units):
        sold = {"units": page.number(figure.units), "price": page.money(figure.price, figure.currency)}
        return f"{name}, {page.t('schedules.own.sold', **sold)}"
    if pd.notna(figure.price):
        return f"{name}, {page.t('schedules.own.price', price=page.money(figure.price, figure.currency))}"
    return f"{name}, {page.t('schedules.own.units', units=page.number(figure.units))}" if pd.notna(figure.units) else name

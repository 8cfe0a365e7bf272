"""Tables of every page: column titles, formats, level marks, and the export buttons.

A column's title is text key table.column.<name>, its explanation table.help.<name>; its format follows from KIND
(columns.py). Unknown shows as "–". Levels are told by word, shape and colour together.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial

import pandas as pd
import streamlit as st

from core import export as exports
from core import text
from pages.ui import places
from pages.ui.columns import CATALOGUE, KIND

LEVELS = (0, 1, 2, 3)
LEVEL_SHAPES = ("●", "■", "◆", "▲")
LEVEL_COLOURS = {"light": ("#8492A0", "#B88B00", "#B83A22", "#4E0F2C"), "dark": ("#6E7C89", "#EBD41E", "#E54920", "#FE95DA")}
_CHIPS = {"light": LEVEL_COLOURS["light"], "dark": ("#56636F", "#6F6100", "#A63214", "#8F2F63")}  # under white words
LEVEL_BADGES = ("gray", "yellow", "red", "violet")
_FRAME, _ROW = 520, 35  # px
_EXACT = ("unit_cost", "first_mile_cost", "landed_cost")  # of one unit: sums are made of them
_OF_SKU = ("marketplace", "sku", "title")
LONG = 2_000  # rows from which a table is sent piece by piece

_MONEY_FORMAT = {"USD": "dollar", "EUR": "euro", "JPY": "yen"}
_ANY_MONEY = "accounting"  # two decimals and grouped; the currency stands in a column of its own
_LONGEST_COVER = 999  # days; beyond it the figure says nothing more

_NUMBER_FORMAT = {"units": "localized", "days": "%.0f", "share": "percent", "ratio": "%.2f", "tenth": "%.1f"}
_DIGITS = {"units": 0, "days": 0, "money": 2, "ratio": 2, "tenth": 1}
_ON_SCREEN = {"units": 0, "share": 3}  # digits that a screen shows of them
# px; others as wide as their content
_WIDTHS = {
    "world": "large",
    "title": "medium",
    "do": "medium",
    "reason": "medium",
    "why": "large",
    "why_not": "medium",
    "model_reason": "medium",
    "status": 100,
    "days": 190,
}


def level_name(level: int, lang: str) -> str:
    """The mark of a level in words and shape, e.g. "▲ L3 Urgent"."""
    return f"{LEVEL_SHAPES[level]} {text.t(f'risk.level.{level}', lang)}"


def level_badge(level: int, lang: str) -> None:
    """The mark of a level as a small coloured badge."""
    st.badge(level_name(level, lang), color=LEVEL_BADGES[level])


def show(
    page, frame: pd.DataFrame, columns: Iterable[str], *, key: str, pick: bool = False, height: int | str = "auto", alt: str | None = None
):
    """Draw `columns` of `frame`. With pick=True one row can be chosen; returns its position in `frame`, or None.

    Money is in the currency of the column `currency`; where several are mixed, that column is shown beside it.
    """
    rows = _draw(page, frame, columns, "single-row" if pick else None, key=key, height=height, alt=alt)
    return rows[0] if rows else None


def show_many(
    page, frame: pd.DataFrame, columns: Iterable[str], *, key: str, height: int | str = "auto", alt: str | None = None
) -> list[int]:
    """The same with any number of rows to choose; their positions in `frame`, from top to bottom."""
    return sorted(row for row in _draw(page, frame, columns, "multi-row", key=key, height=height, alt=alt) if row < len(frame))


def _draw(page, frame: pd.DataFrame, columns: Iterable[str], mode: str | None, **look) -> list[int]:
    shown = with_currency(frame, list(columns))
    event = st.dataframe(
        in_words(page, frame[shown]),
        column_config=config(page, frame, shown),
        hide_index=True,
        placeholder="–",
        lazy=(len(frame) > LONG and not mode) or None,
        on_select="rerun" if mode else "ignore",
        selection_mode=mode or "single-row",
        **look,
    )
    return event["selection"]["rows"] if mode else []


def height(rows: pd.DataFrame) -> int | str:
    """A long table scrolls in a frame of its own, a short one ends with its last row."""
    return _FRAME if len(rows) > _FRAME // _ROW else "auto"


def with_currency(frame: pd.DataFrame, columns: list[str]) -> list[str]:
    """The columns, with `currency` before the first amount where an amount alone would not say what money it is."""
    amount = next((place for place, name in enumerate(columns) if KIND.get(name) == "money"), None)
    unclear = amount is not None and "currency" in frame and _money_format(frame) == _ANY_MONEY
    return [*columns[:amount], "currency", *columns[amount:]] if unclear and "currency" not in columns else columns


def config(page, frame: pd.DataFrame, columns: Iterable[str]) -> dict:
    """st.column_config of the columns: title, explanation, format."""
    money = _money_format(frame)
    return {name: _column(page, name, money) for name in columns}


def title(name: str, lang: str) -> str:
    """The title of a column."""
    return text.t(f"table.column.{name}", lang)


def in_words(page, frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with codes as words: levels, options, stages, rules, kinds of report, states; units as whole ones, shares to a tenth of
    a percent."""
    coded = [name for name in frame if _is_coded(name)]
    numbers = [name for name in frame if KIND.get(name) in _ON_SCREEN and pd.api.types.is_float_dtype(frame[name])]
    worded = frame.assign(**{name: _told(frame[name], partial(_word, page, KIND[name])) for name in coded})
    rounded = worded[numbers].round({name: _ON_SCREEN[KIND[name]] for name in numbers})
    worded = worded.assign(**rounded, **{name: _here(frame[name]) for name in frame if KIND.get(name) == "moment"})
    return worded.assign(cover_days=worded["cover_days"].clip(upper=_LONGEST_COVER)) if "cover_days" in worded else worded


def for_people(page, frame: pd.DataFrame, exact: Collection[str] = _EXACT) -> pd.DataFrame:
    """The same table with titles for names and words for codes; a column that has no title, or that of another one, keeps its name and
    stands behind the others."""
    words = {name: _told(frame[name], partial(_in_word, page, KIND[name])) for name in frame if _is_coded(name)}
    worded = frame.assign(**words, **{name: _here(frame[name]) for name in frame if KIND.get(name) == "moment"})
    worded = worded.assign(
        **{name: _rounded(worded[name], None if name in exact else KIND.get(name)) for name in frame if name not in words}
    )
    titles = {name: title(name, page.lang) for name in frame if text.has(f"table.column.{name}")}
    taken = pd.Series(titles).duplicated()
    own = {name: titles[name] for name in titles if not taken[name]}
    return worded[[*own, *(name for name in frame if name not in own)]].rename(columns=own)


def _rounded(column: pd.Series, kind: str | None) -> pd.Series:
    """As many digits as say something; a day without its midnight."""
    if pd.api.types.is_float_dtype(column):
        return column.round(_DIGITS.get(kind, 4))
    if pd.api.types.is_datetime64_any_dtype(column) and kind != "moment" and (column.dropna().dt.normalize() == column.dropna()).all():
        return column.dt.date
    return column


def _is_coded(name: str) -> bool:
    return KIND.get(name) == "level" or KIND.get(name) in CATALOGUE


def _told(column: pd.Series, word: Callable) -> list:
    """The word of each code; a table of thousands has but a few codes."""
    places, codes = pd.factorize(column, use_na_sentinel=False)
    words = [word(code) for code in codes]
    return [words[place] for place in places]


def _in_word(page, kind: str, code):
    """As _word, but a level as one word; unknown stays unknown."""
    if kind == "level":
        return None if pd.isna(code) else level_name(int(code), page.lang)
    return _word(page, kind, code)


def _here(moments: pd.Series) -> pd.Series:
    """Moments, which the workspace keeps in UTC, as the clock shows them where the seller sits."""
    return pd.to_datetime(moments).dt.tz_localize("UTC").dt.tz_convert(places.zone()).dt.tz_localize(None)


def _word(page, kind: str, code):
    if kind == "level":
        return [level_name(int(code), page.lang)]
    key = f"{CATALOGUE[kind]}.{code}"
    return page.t(key) if text.has(key) else code


def _money_format(frame: pd.DataFrame) -> str:
    currencies = set(frame["currency"].dropna()) if "currency" in frame else set()
    return _MONEY_FORMAT.get(next(iter(currencies)), _ANY_MONEY) if len(currencies) == 1 else _ANY_MONEY


def _column(page, name: str, money: str):
    words = {"label": title(name, page.lang), "help": page.t(f"table.help.{name}") if text.has(f"table.help.{name}") else None}
    kind = KIND.get(name)
    if kind == "level":
        names = [level_name(level, page.lang) for level in LEVELS]
        return st.column_config.MultiselectColumn(**words, options=names, color=list(_CHIPS[page.theme]), width=118)
    if kind == "line":
        return st.column_config.AreaChartColumn(**words, y_min=0, width="small")
    if kind == "date":
        return st.column_config.DateColumn(**words, format="YYYY-MM-DD")
    if kind == "moment":
        return st.column_config.DatetimeColumn(**words, format="YYYY-MM-DD HH:mm")
    if kind == "money" or kind in _NUMBER_FORMAT:
        return st.column_config.NumberColumn(**words, format=_NUMBER_FORMAT.get(kind, money))
    return st.column_config.TextColumn(**words, width=_WIDTHS.get(name))


def export(
    page,
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    name: str,
    words: str | None = None,
    exact: Collection[str] = _EXACT,
    of: str = "",
) -> None:
    """Two buttons, safe against formulas: the table as CSV, columns and codes under their own names, for programs; and as XLSX in the
    reader's words. Before them `words`: what is saved. exact: columns of money that keep their digits. of: whom it is of, in the names of
    the files. Files are made when asked for, and so is the table where it is given as a question."""
    rows = frame if callable(frame) else lambda: frame
    day = page.run["as_of"].isoformat() if page.run else page.now.date().isoformat()
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        if words:
            st.caption(words, width="content")
        st.download_button(
            page.t("table.export.csv"),
            lambda: in_csv(rows(), exact),
            file_name=exports.file_name(name, of, day, ending="csv"),
            mime="text/csv",
            key=f"csv.{name}",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            page.t("table.export.xlsx"),
            lambda: exports.to_xlsx({name: for_people(page, rows(), exact)}),
            file_name=exports.file_name(name, of, day, ending="xlsx"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"xlsx.{name}",
            on_click="ignore",
            icon=":material/download:",
        )


def in_csv(rows: pd.DataFrame, exact: Collection[str] = _EXACT) -> bytes:
    """Money to cents, but for the columns that keep their digits."""
    return exports.to_csv(rows, cents=[name for name in rows if KIND.get(name) == "money" and name not in exact])


def export_of_sku(page, row: pd.Series, rows: pd.DataFrame | Callable[[], pd.DataFrame], name: str, words: str | None = None) -> None:
    """The same of one SKU's table: its name before the columns and in those of the files, its money behind."""
    told = rows if callable(rows) else lambda: rows
    export(page, lambda: of_sku(row, told()), name, words, of=f"{row['marketplace']}-{row['sku']}")


def of_sku(row: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a table that can stand alone. row: marketplace, sku, title, currency."""
    named = (*_OF_SKU, "currency")
    return rows.assign(**{name: row[name] for name in named})[[*_OF_SKU, *(name for name in rows if name not in named), "currency"]]

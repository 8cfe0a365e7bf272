"""What intake answers: one FileResult a file, with its issues; words only through text keys (`intake.issue.<code>`)."""

from dataclasses import dataclass, field
from datetime import date

from core.text import has, t


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One thing worth telling. `row` is the line in the file (the header counts), None when it is about the whole file."""

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    facts: dict = field(default_factory=dict)

    def message(self, lang: str) -> str:
        return t(f"intake.issue.{self.code}", lang, row=self.row, column=self.column, value=self.value, **self._facts_in_words(lang))

    def _facts_in_words(self, lang: str) -> dict:
        """Names of reports stand in facts as codes; a sentence shows their names."""
        names = {name: f"intake.kind.{self.facts[name]}" for name in ("kind", "nearest") if name in self.facts}
        return self.facts | {name: t(key, lang) for name, key in names.items() if has(key)}

    def as_dict(self, lang: str = "en") -> dict:
        return {"row": self.row, "column": self.column, "code": self.code, "value": self.value, "message": self.message(lang)}


@dataclass(frozen=True, kw_only=True)
class FileResult:
    """status: loaded | duplicate | quarantined | refused. rows_read = rows_loaded + rows_refused + rows set aside (repeats, Non-Amazon)."""

    name: str
    status: str
    file_id: int | None = None
    kind: str | None = None
    variant: str | None = None
    marketplace: str | None = None
    currency: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    snapshot_date: date | None = None
    complete: bool = True
    rows_read: int = 0
    rows_loaded: int = 0
    rows_refused: int = 0
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()

    def as_dict(self, lang: str = "en") -> dict:
        """The contract of `python -m core import --format json`."""
        days = {name: day.isoformat() if (day := getattr(self, name)) else None for name in ("period_start", "period_end", "snapshot_date")}
        same = ("name", "status", "file_id", "kind", "variant", "marketplace", "currency", "encoding", "complete")
        rows = ("rows_read", "rows_loaded", "rows_refused")
        return (
            {key: getattr(self, key) for key in (*same, *rows)}
            | days
            | {"unknown_columns": list(self.unknown_columns), "missing_columns": list(self.missing_columns)}
            | {"issues": [issue.as_dict(lang) for issue in self.issues]}
        )


@dataclass(frozen=True, kw_only=True)
class Holds:
    """How many rows a file has, and the days, marketplaces and currencies that can be read in them; what it does not say is empty.
    homeless: rows whose marketplace neither a column nor their currency tells; None where it was not looked for."""

    rows: int
    first_day: date | None = None
    last_day: date | None = None
    marketplaces: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    homeless: int | None = None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a file seems to be, before anything is loaded. `asks`: arguments that load() still needs (marketplace, as_of, period, mapping);
    `proposals`: what the file name or its content suggests for them. `mapping`: our column → their heading, as far as known.
    `empty`: a sales report without rows; load() takes marketplace and period if those days shall count as days without sales.
    `holds`: None when it cannot be read."""

    name: str
    kind: str | None
    variant: str | None
    encoding: str | None
    delimiter: str | None
    header_row: int | None
    columns: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    mapping: dict = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    empty: bool = False
    holds: Holds | None = None
    proposals: dict = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

"""What intake's tests share: where the samples lie, and on which day they are read."""

from datetime import date, datetime
from pathlib import Path

REPORTS = Path(__file__).parents[2] / "data" / "reports"
AT = datetime(2026, 11, 24, 3, 0)
DAY = date(2026, 11, 15)
PERIOD = (date(2026, 10, 16), date(2026, 11, 14))


def codes(result) -> list[str]:
    return [issue.code for issue in result.issues]

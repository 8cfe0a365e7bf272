"""The seller's own fee schedules: negotiated rates, another programme, new rates before we ship them, or a draft to try.

A schedule is a CSV of the shape of data/fees/<marketplace>/<fee>.csv. Where it has a rate for an item and a day, it beats the shipped
one; where it has none, the shipped rates stand. All of a file is taken or nothing.
  read.py        CSV → rows, and what is wrong with them by row and column
  bands.py       rows that claim the same item on the same day, and holes between bands
  overrides.py   the schedules of a workspace, and the RateBook with them
"""

from core.schedules.overrides import add, book, fees, listed, mark, remove, template
from core.schedules.read import read

__all__ = ["add", "book", "fees", "listed", "mark", "read", "remove", "template"]

"""The journal of plans: what a seller means to do with a stock, from which inputs, and what was expected of it.

A plan is kept as it was seen when it was saved, so that its review (core/review) meets the forecast of that day and no hindsight.
  journal.py    save, list, get, rename, accept, withdraw, remove
  sheets.py     price file and removal list, for Amazon and the warehouse
  summary.py    one page for people, as HTML
  packed.py     all of these as one ZIP
"""

from core.plans.journal import STATES, Kept, case_of, decide, get, listed, remove, rename, save, way
from core.plans.packed import packed
from core.plans.sheets import STEPS, exits, price_file, removals, steps, steps_of_ways
from core.plans.summary import page

__all__ = [
    "STATES",
    "STEPS",
    "Kept",
    "case_of",
    "decide",
    "exits",
    "get",
    "listed",
    "packed",
    "page",
    "price_file",
    "removals",
    "remove",
    "rename",
    "save",
    "steps",
    "steps_of_ways",
    "way",
]  # fmt: skip

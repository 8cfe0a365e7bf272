"""Answers as JSON, CSV and table."""

import json
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.cli.output import records, to_json


def test_unknown_and_endless_numbers_are_null():
    frame = pd.DataFrame({"cover_days": [float("inf")], "unit_cost": [np.nan], "best_option": [None], "stock_as_of": [pd.NaT]})
    assert records(frame) == [{"cover_days": None, "unit_cost": None, "best_option": None, "stock_as_of": None}]


def test_every_type_that_duckdb_hands_over_becomes_plain_json():
    answer = {
        "units": np.int64(3),
        "rules": np.array(["dead", "aged_surcharge"]),
        "price": Decimal("14.99"),
        "as_of": date(2026, 11, 21),
        "started_at": datetime(2026, 11, 21, 6, 30),
        "ok": np.bool_(True),
        "levels": {0: 5},
        "missing": pd.NA,
    }
    assert json.loads(to_json(answer)) == {
        "units": 3, "rules": ["dead", "aged_surcharge"], "price": 14.99, "as_of": "2026-11-21", "started_at": "2026-11-21T06:30:00",
        "ok": True, "levels": {"0": 5}, "missing": None,
    }  # fmt: skip


def test_chinese_stays_readable():
    assert to_json({"title": "台灯"}) == '{"title": "台灯"}'


@given(st.lists(st.floats() | st.integers() | st.text() | st.none() | st.dates()))
def test_whatever_comes_the_json_is_strict(values):
    json.loads(to_json(values), parse_constant=lambda name: (_ for _ in ()).throw(ValueError(name)))

"""Every published example of tests/data/fees/worked_examples.csv, each under its name with its source, through the public functions
(core.fees.topics calls them) and through `quote`."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from core.errors import InputError
from core.fees.quote import quote
from core.fees.topics import TOPICS, topic_answer

EXAMPLES = pd.read_csv(Path(__file__).parents[2] / "data" / "fees" / "worked_examples.csv", dtype=str).to_dict("records")
NAMES = [f"{row['id']} {row['topic']} ({row['source']})" for row in EXAMPLES]


@pytest.mark.parametrize("row", EXAMPLES, ids=NAMES)
def test_quote_answers_the_published_example(row):
    found = quote({"topic": row["topic"], **json.loads(row["inputs"])})["answer"]
    assert found == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]) + 1e-9), row["arithmetic"]


@pytest.mark.parametrize("row", EXAMPLES, ids=NAMES)
def test_the_public_functions_answer_the_published_example(row):
    case = json.loads(row["inputs"])
    case |= {"on": case["on"] and date.fromisoformat(case["on"])}
    case |= {ours: case[theirs] for theirs, ours in ALSO.items() if theirs in case}
    assert topic_answer(row["topic"], case) == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]) + 1e-9), row["arithmetic"]


ALSO = {
    "exempt_category": "surcharge_exempt", "historical_days_of_supply_90d": "days_of_supply_90",
    "historical_days_of_supply_30d": "days_of_supply_30",
}  # fmt: skip


def test_every_topic_has_an_example():
    assert {row["topic"] for row in EXAMPLES} == set(TOPICS)


def test_the_inputs_may_stay_folded():
    row = EXAMPLES[0]
    assert quote({"topic": row["topic"], "inputs": json.loads(row["inputs"])})["answer"] == pytest.approx(3.90)


def test_an_unknown_topic_is_told_with_the_known_ones():
    with pytest.raises(InputError, match="topic_unknown") as told:
        quote({"marketplace": "US", "topic": "parking_fee"})
    assert "referral_fee" in told.value.facts["known"]


def test_a_missing_field_of_a_topic_is_named():
    with pytest.raises(InputError, match="field_missing") as told:
        quote({"marketplace": "US", "on": None, "topic": "utilization_ratio", "avg_daily_stored_ft3": 1})
    assert told.value.facts["field"] == "avg_daily_shipped_ft3"

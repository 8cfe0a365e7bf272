"""What is compiled ahead is all that an answer needs."""

from core.clearance import doubt, engine, ladder, walk
from core.clearance.compiled import compile_engine
from core.clearance.first_answer import at_price, first_answer
from tests.core.clearance.cases import an_item

COMPILED = (ladder._ladder, ladder._free, walk._walk, engine._values, engine._course, doubt._play)


def test_no_case_needs_more_than_what_was_compiled_ahead():
    compile_engine()
    before = [len(function.signatures) for function in COMPILED]
    for changes in ({}, {"price_floor": 9.0}, {"promotions": [{"kind": "coupon", "discount": 0.2}]}, {"units_by_age": [(2500, 40)]}):
        first_answer(an_item(**changes))
    at_price(an_item(), 20.0)
    assert [len(function.signatures) for function in COMPILED] == before

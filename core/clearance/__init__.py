"""Hold or clear: what each way out of a stock brings.

case.py           one what-if, validated                 (frozen Case)
given.py          fees that the case itself gives
questions.py      the others: days, prices, ages to ask   (with rates.py the only readers of core.fees here)
rates.py          what a sale, a week and an exit cost
build.py terms.py case → arrays per week and price        (frozen Terms)
demand.py         negative binomial demand in lots        (Numba)
engine.py         value and weekly table of a price path  (Numba)
thresholds.py     break-even and floor price
options.py        the six options and the cost of waiting
report.py         options as rows; assumptions.py: what they rest on
first_answer.py   one case → Answer; a price slider → Course
ladder.py         the exact optimum over price steps and partial exits
elasticity.py     how demand answers to price: price_response.py fits, pooling.py shrinks, price_test.py says how to find out
partners.py bundles.py      what to sell it with, and what a set brings
ads.py            what a sale by advertising may cost, and what a budget gains
compiled.py       the engine compiled before anybody waits for it
screen.py         many SKUs → run_option and a row a SKU
way.py            one way out followed week by week       (frozen Way)
frontier.py       every SKU's ways by a day: value, cash, volume, work
portfolio.py      one way a SKU under common limits       (HiGHS)
"""

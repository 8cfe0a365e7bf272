"""Hold or clear: what each way out of a stock brings.

case.py           one what-if, validated                 (frozen Case)
rates.py          case → arrays per week and price        (the only reader of core.fees here)
terms.py          those arrays                            (frozen Terms)
demand.py         negative binomial demand in lots        (Numba)
engine.py         value and weekly table of a price path  (Numba)
options.py        the six options and the cost of waiting
first_answer.py   one case → Answer
screen.py         many SKUs → run_option and a row a SKU
"""

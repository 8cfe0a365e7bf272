"""How much of an overstock comes back: hold, 30/50/70, the best single price, the plan and the fluid bound, on simulated SKUs with known truth.

The plan is solved at the truth, and at a belief that is wrong: elasticity by sd 0.7, level of demand by sd 0.2; then it is followed in the
true world. Marks (issue and clearance.md §1): the plan ≥ 12 % over the best single price, within 2 % of the bound (known) and 8 % (wrong).
"""

import json
import sys
from dataclasses import replace

import numpy as np
import pandas as pd

from tests.bench.measure import apart, report

SKUS, SEED = 300, 20261125
BANDS = ((181, 0.5), (211, 1.0), (241, 1.5), (271, 3.8), (301, 4.0), (331, 4.2), (366, 6.9))


def cases(skus: int = SKUS, seed: int = SEED) -> list:
    """Overstocked: 40 to 160 weeks of cover at today's price, of several ages."""
    from core import policy
    from core.clearance.case import Case

    chance, defaults = np.random.default_rng(seed), policy.load()
    made = []
    for number in range(skus):
        price, demand = round(float(chance.lognormal(3.2, 0.4)), 2), float(chance.uniform(2, 15))
        ages = [(float(share), int(age)) for share, age in zip(chance.dirichlet(np.ones(3)), chance.integers(20, 330, 3), strict=True)]
        units = demand * float(chance.uniform(40, 160))
        fulfilment = min(0.3 * price, float(chance.uniform(3.2, 6.0)))
        made.append(Case.from_json({
            "as_of": "2026-01-05", "sku": f"S{number}", "list_price": price, "weekly_demand": demand,
            "units_by_age": [(max(1.0, round(units * share)), age) for share, age in ages],
            "weekly_decay": float(chance.uniform(0, 0.015)), "variance_to_mean": float(chance.uniform(1.2, 4)),
            "elasticity": float(np.clip(chance.normal(2.0, 0.8), 0.4, 4.5)), "referral_share": 0.15, "fulfilment": fulfilment,
            "unit_ft3": float(chance.uniform(0.03, 0.3)), "storage_per_ft3_month": 0.78, "surcharge_per_ft3_month": BANDS,
            "surcharge_min_per_unit": [(366, 0.15)], "exit_value": 0.075 * price * 0.85 - 0.45, "dispose_fee": 1.04, "remove_fee": 1.04,
            "horizon_weeks": 26,
        }, defaults))  # fmt: skip
    return made


def measure() -> dict:
    rows = pd.DataFrame([_recovered(case, believed(case, number)) for number, case in enumerate(cases())])
    totals = rows.sum()
    return {name: float(totals[name]) for name in rows}


def believed(case, number: int):
    """What a seller takes the case for: elasticity and level of demand wrong."""
    chance = np.random.default_rng(SEED + 1 + number)
    wrong = max(0.2, case.elasticity + float(chance.normal(0, 0.7)))
    return replace(case, elasticity=wrong, weekly_demand=case.weekly_demand * float(np.exp(chance.normal(0, 0.2) - 0.02)))


def _recovered(case, belief) -> dict:
    from core.clearance.bound import fluid_bound
    from core.clearance.build import terms_for
    from core.clearance.ladder import best_policy
    from core.clearance.report import value_case

    truth, thought = terms_for(case)[0], terms_for(belief)[0]
    valued = value_case(case, truth, 200)
    guess = value_case(belief, thought, 200)
    return {
        "list_value": case.units * case.list_price,
        **{name: valued.value[name] for name in ("hold", "ladder_30_50_70", "best_single_price", "best_plan")},
        "bound": fluid_bound(case, truth),
        "single_wrong": _of_price(case, truth, guess.single),
        "plan_wrong": _followed(best_policy(belief, thought, 200), truth),
    }


def _followed(policy, truth) -> float:
    """What a policy brings in another world than the one it was solved for."""
    from core.clearance.walk import walked

    net = walked(replace(policy, terms=truth))[0][:, 6]
    return float((net * truth.beta ** np.arange(len(net))).sum())


def _of_price(case, truth, place: int) -> float:
    from core.clearance.engine import values

    return float(values(truth, np.full((1, truth.weeks), place), 200)[0, 0, truth.lots(200)])


def main() -> None:
    found = apart("tests.bench.bench_recovery", "measure")
    print(f"recovery of {SKUS} simulated overstocked SKUs over 26 weeks, share of their value at list price")
    for name in ("hold", "ladder_30_50_70", "best_single_price", "best_plan", "bound", "single_wrong", "plan_wrong"):
        print(f"  {name:24s} {found[name] / found['list_value']:7.2%}")
    gain = found["best_plan"] / found["best_single_price"] - 1
    known, wrong = (1 - found[name] / found["bound"] for name in ("best_plan", "plan_wrong"))
    report("  12 % / the plan's gain over the best single price", 0.12 / gain, 1, f"{gain:.1%}")
    report("  gap to the bound, all known / 2 %", known / 0.02, 1, f"{known:.2%}")
    report("  gap to the bound, elasticity and level wrong / 8 %", wrong / 0.08, 1, f"{wrong:.2%}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure()))
    else:
        main()

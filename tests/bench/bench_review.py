"""How often a review is right: simulated clearances whose truth is known, drawn as widely as the plan itself says that it may err.

Each plan cuts its price once; each has a twin in the same world at which nothing was done. Marks: of intervals that claim nine of ten, at least
85 % hold the effect, the elasticity, the level of demand and the regret; at least 90 % of the plans that did nothing are called "no effect".
"""

import sys

import numpy as np
import pandas as pd

from tests.bench.measure import report
from tests.core.review.worlds import believed, lived, subject, truth

PLANS, SEED, WEEKS = 200, 20261129, 26
SHARES = (0.85, 0.75, 0.65, 0.5)


def measure(plans: int = PLANS, seed: int = SEED) -> pd.DataFrame:
    """A row a plan: whether each interval held the truth (effect, elasticity, level, regret), and no_effect of its twin; cents: by how many the
    steps of the waterfall miss the whole."""
    chance = np.random.default_rng(seed)
    return pd.DataFrame([_plan(chance) for _ in range(plans)])


def _plan(chance: np.random.Generator) -> dict:
    from core.review.difference import learned, regret, waterfall
    from core.review.outcome import outcome
    from core.review.subject import until_cleared

    case = believed(chance)
    true, price = truth(case, chance), np.full(WEEKS, case.price(float(chance.choice(SHARES))))
    one = subject(case, until_cleared(lived(case, price, true, chance)), price)
    idle = subject(case, lived(case, np.full(WEEKS, case.list_price), true, chance))
    found, nothing, told = outcome(one), outcome(idle), learned(one)
    (_, elasticity), (_, level) = told.elasticity, told.level
    missed, steps = regret(one, told), waterfall(one, told)
    return {
        "effect": found.effect_low <= found.value - nothing.value <= found.effect_high,
        "no_effect": nothing.verdict == "no_effect",
        "elasticity": elasticity.low <= true[0] <= elasticity.high,
        "level": level.low <= true[1] <= level.high,
        "regret": missed.low - 0.005 <= _regret(one, true) <= missed.high + 0.005,
        "cents": round(100 * (steps.expected + sum(steps.steps.values()) - steps.actual)),
    }


def _regret(one, true: tuple[float, float]) -> float:
    from core.review import difference
    from core.review.course import scale

    rule, (epsilon, level) = scale(one.case, one.case.horizon_weeks), (np.array([value]) for value in true)
    others = difference._others(one, rule, epsilon, level)[2]
    return max(0.0, float(others.max() - difference._taken(one, rule, epsilon, level)[0]))


def main(plans: int = PLANS) -> None:
    found = measure(plans)
    print(f"review of {plans} simulated clearances with known truth")
    for name in ("effect", "elasticity", "level", "regret"):
        share = found[name].mean()
        report(f"  85 % / intervals of nine of ten that hold the {name}", 0.85 / share, 1, f"{share:.1%}")
    share = found["no_effect"].mean()
    report("  90 % / plans without any effect that are called so", 0.9 / share, 1, f"{share:.1%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))

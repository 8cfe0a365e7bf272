"""The exact ladder against a general solver of Markov decision problems (quantecon's DiscreteDP) on the same small case: same value, how
much sooner. The general solver is given every state (price, changes left, units) and every action (units kept, price) of each week."""

import time

import numpy as np

from tests.bench.measure import report

UNITS, WEEKS, SHARES, CHANGES = 16, 12, [1.0, 0.8, 0.6, 0.4], 2


def case():
    from core import policy
    from core.clearance.case import Case

    return Case.from_json({
        "as_of": "2026-01-05", "list_price": 24.0, "weekly_demand": 1.5, "units_by_age": [(10, 60), (6, 250)], "price_shares": SHARES,
        "elasticity": 2.2, "weekly_decay": 0.01, "variance_to_mean": 2.0, "referral_share": 0.15, "fulfilment": 4.5, "unit_ft3": 0.6,
        "storage_per_ft3_month": 0.78, "surcharge_per_ft3_month": [(181, 0.5), (271, 3.8)], "exit_value": 1.08, "horizon_weeks": WEEKS,
        "max_changes": CHANGES,
    }, policy.load())  # fmt: skip


def general(terms, menu) -> float:
    """Backward induction, a DiscreteDP a week."""
    from quantecon.markov import DiscreteDP

    size = (len(menu), CHANGES + 1, UNITS + 1)
    value = np.broadcast_to(terms.exit_value[-1] * np.arange(UNITS + 1), size).ravel().astype(float)
    holding = terms.holding_of(np.arange(UNITS + 1.0))
    for week in range(terms.weeks - 1, -1, -1):
        reward, onward, states, actions = _week(terms, menu, size, holding, week)
        value = DiscreteDP(reward, onward, terms.beta, states, actions).bellman_operator(value)
    return float(value.reshape(size)[0, CHANGES, UNITS])


def _week(terms, menu, size, holding, week) -> tuple:
    """Reward and transitions of every pair of state and action."""
    rewards, onward, states, actions = [], [], [], []
    chances = [_chances(terms.demand[week, j], terms.variance_to_mean) for j in menu]
    for state, (k, c, n) in enumerate(np.ndindex(size)):
        for q in range(n + 1):
            for j in range(k, len(menu) if c else k + 1):
                to = np.zeros(size)
                to[j, c - (j > k), : q + 1] = [*chances[j][:q], 1 - chances[j][:q].sum()][::-1]
                sold = q - to[j, c - (j > k)] @ np.arange(UNITS + 1)
                exits = terms.exit_value[week] * (n - q)
                rewards.append(terms.margin[week, menu[j]] * sold - holding[week, q] + exits)
                onward.append(to.ravel())
                states.append(state)
                actions.append(q * len(menu) + j)
    return np.array(rewards), np.array(onward), np.array(states), np.array(actions)


def _chances(mean: float, ratio: float) -> np.ndarray:
    from scipy.stats import nbinom

    return nbinom(mean / (ratio - 1), 1 / ratio).pmf(np.arange(UNITS + 1))


def main() -> None:
    from core.clearance.build import terms_for
    from core.clearance.ladder import best_policy, menu_of

    one = case()
    terms, menu = terms_for(one)[0], menu_of(one)
    best_policy(one, terms)
    ours, value = _timed(lambda: best_policy(one, terms).worth)
    theirs, other = _timed(lambda: general(terms, menu))
    print(f"exact ladder against a general solver: {UNITS} units, {WEEKS} weeks, {len(SHARES)} prices, {CHANGES} changes")
    report("  our time / the general solver's", ours / theirs, 1, f"{1000 * ours:.2f} ms against {1000 * theirs:.0f} ms")
    report("  difference in value / 1e-9", abs(value - other) / 1e-9 / abs(other), 1, f"{value:.6f}")


def _timed(work) -> tuple:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


if __name__ == "__main__":
    main()

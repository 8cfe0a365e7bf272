"""The fluid bound: what no policy can exceed in expectation, whatever it does (clearance.md §2, Gallego & van Ryzin 1994).

    max Σ_t β^t (r_t·e_t + Σ_j m_tj·s_tj − Σ_k h_tk·u_tk) + β^T·r_T·N_T
    N_t − e_t = Σ_k u_tk,  u_tk ≤ cohort k,   Σ_j s_tj/μ_tj ≤ 1,   Σ_j s_tj ≤ Σ_k u_tk,   N_{t+1} = Σ_k u_tk − Σ_j s_tj + arrivals

s: units sold at price j, e: sent out, u: kept in cohort k. The units kept are charged as the cheapest of the cohorts, so it stays a bound
where an older unit costs less. A linear programme, solved by HiGHS.
"""

import numpy as np
import scipy

from core.clearance.case import Case
from core.clearance.ladder import menu_of, sales_of
from core.clearance.terms import Terms

_NONE = 1e-9  # units a week that a solver cannot tell from none


def fluid_bound(case: Case, terms: Terms) -> float:
    """NaN if the solver gives up."""
    (margin, demand, may), _ = sales_of(terms, menu_of(case))
    _, weeks, _ = margin.shape
    ways = [np.argwhere(may[:, t] & (demand[:, t] > _NONE)) for t in range(weeks)]
    week = np.repeat(np.arange(weeks), [len(one) for one in ways])
    w, j = np.concatenate(ways).T if len(week) else np.empty((2, 0), int)
    sales, cohorts = len(week), len(terms.cohort_units)
    kept, sent = sales, sales + weeks * cohorts  # first column of u and of e; the last is N_T
    discount = terms.beta ** np.arange(weeks + 1)
    gain = np.concatenate([
        discount[week] * margin[w, week, j],
        (-discount[:-1, None] * (terms.storage[:, None] + terms.surcharge)).ravel(),
        discount * terms.exit_value,
    ])  # fmt: skip
    in_cohort = np.repeat(np.arange(weeks), cohorts)
    units, left = np.arange(weeks * cohorts), np.arange(weeks + 1)
    balance = _matrix(
        (in_cohort, kept + units, 1.0), (left, sent + left, 1.0), (in_cohort + 1, kept + units, -1.0), (week + 1, np.arange(sales), 1.0),
        shape=(weeks + 1, len(gain)),
    )  # fmt: skip
    come = np.concatenate([[terms.units], terms.arrivals[1:], [0.0]])
    most = _matrix(
        (week, np.arange(sales), 1.0 / demand[w, week, j]), (weeks + week, np.arange(sales), 1.0), (weeks + in_cohort, kept + units, -1.0),
        shape=(2 * weeks, len(gain)),
    )  # fmt: skip
    there = terms.cohort_units if terms.cohort_week is None else np.where(left[:-1, None] >= terms.cohort_week, terms.cohort_units, 0.0)
    highest = np.concatenate([demand[w, week, j], np.broadcast_to(there, (weeks, cohorts)).ravel(), np.full(weeks + 1, np.inf)])
    limits = np.column_stack([np.zeros(len(gain)), highest])
    within = {"A_ub": most, "b_ub": np.repeat([1.0, 0.0], weeks), "A_eq": balance, "b_eq": come, "bounds": limits}
    answer = scipy.optimize.linprog(-gain, **within, method="highs")
    return float("nan") if answer.x is None else float(-answer.fun)


def _matrix(*parts: tuple, shape: tuple[int, int]):
    rows, columns, values = zip(*((r, c, np.broadcast_to(v, len(r))) for r, c, v in parts), strict=True)
    return scipy.sparse.coo_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape).tocsr()

"""Weekly demand, seen from a stock that is counted in lots.

Demand D is negative binomial with a given mean and variance/mean ratio (Poisson at ratio 1). Stock is a grid x_i = i·step, i = 0..levels.
The grid gives, in closed form from S(y) = E (y − D)^+ :

    sold_i  = E min(D, x_i) = x_i − S(x_i)                              exact, for any step
    shift_k = [S((k+1)·step) − 2·S(k·step) + S((k−1)·step)] / step      share of the next value taken from k levels lower

so that E V((x_i − D)^+) = Σ_{k<i} shift_k·V_{i−k} + (the rest)·V_0 with V linear between grid points; at step 1 this is the plain
expectation, no approximation. Source: clearance.md §2 "Lots".

V is curved between grid points, and a line lies under it. The line spreads D a little too wide; what it adds to the second moment,

    2·bend = Σ k²·shift_k − E D² / step²,

is taken out again: V − bend·(its second difference) in place of V (`bent`). At step 1 bend is 0.
"""

import math

import numpy as np
from numba import njit

_SURE = 1e-15  # demand beyond this chance is left out
_WHOLE = 1e-6  # chance of more than the grid holds up to which its second moment can be told


@njit(cache=True, nogil=True)
def _first(mean, ratio):
    """The smallest demand worth counting and its chance: 0, or far in the left tail where the chance of 0 is too small for a float."""
    if mean <= 0.0:
        return 0, 1.0
    none = -mean if ratio <= 1.0 else -mean / (ratio - 1.0) * math.log(ratio)
    if none > -600.0:
        return 0, math.exp(none)
    low = max(0, int(mean - 15.0 * math.sqrt(mean * ratio)))
    if ratio <= 1.0:
        return low, math.exp(-mean + low * math.log(mean) - math.lgamma(low + 1.0))
    size = mean / (ratio - 1.0)
    log_chance = math.lgamma(size + low) - math.lgamma(size) - math.lgamma(low + 1.0) + none + low * math.log(1.0 - 1.0 / ratio)
    return low, math.exp(log_chance)


@njit(cache=True, nogil=True)
def _next_chance(chance, d, mean, ratio):
    """P(D = d + 1) from P(D = d)."""
    if ratio <= 1.0:
        return chance * mean / (d + 1.0)
    return chance * (mean / (ratio - 1.0) + d) / (d + 1.0) * (1.0 - 1.0 / ratio)


@njit(cache=True, nogil=True)
def spare(mean, ratio, step, levels):
    """S(i·step) for i = 0..levels+1: the units expected to be left over of i·step units after one week."""
    out = np.zeros(levels + 2)
    d, chance = _first(mean, ratio)
    below, left, i = 0.0, 0.0, 1  # P(D < d) and S(d)
    while i <= levels + 1:
        below += chance
        while i <= levels + 1 and i * step <= d + 1:
            out[i] = max(0.0, left + max(0.0, i * step - d) * below)
            i += 1
        left += below
        d += 1
        chance = _next_chance(chance, d - 1, mean, ratio)
        if d > mean and chance < _SURE:
            break
    while i <= levels + 1:
        out[i] = i * step - mean
        i += 1
    return out


@njit(cache=True, nogil=True)
def chances(mean, ratio, levels):
    """P(D = k) for k = 0..levels."""
    out = np.zeros(levels + 1)
    d, chance = _first(mean, ratio)
    while d <= levels:
        out[d] = chance
        chance = _next_chance(chance, d, mean, ratio)
        d += 1
        if d > mean and chance < _SURE:
            break
    return out


@njit(cache=True, nogil=True)
def kernel(mean, ratio, step, levels):
    """(sold, shift, rest, bend): sold_i, shift_k as above, and rest_i = 1 − Σ_{k<i} shift_k, each of length levels + 1; bend.
    mean: units a week ≥ 0; ratio: variance/mean ≥ 1; step: units in a lot."""
    left = spare(mean, ratio, step, levels)
    sold = np.arange(levels + 1) * step - left[:-1]
    shift = chances(mean, ratio, levels) if step == 1.0 else np.maximum(0.0, np.diff(np.diff(np.append(0.0, left)))) / step
    rest = np.ones(levels + 1)
    rest[1:] = np.maximum(0.0, 1.0 - np.cumsum(shift[:-1]))
    bend = 0.0
    if step != 1.0 and rest[levels] < _WHOLE:
        for k in range(levels):
            bend += 0.5 * k * k * shift[k]
        bend -= 0.5 * mean * (ratio + mean) / step**2
        bend = min(0.125, max(0.0, bend))
    return sold, shift, rest, bend


@njit(cache=True, nogil=True)
def bent(value, bend):
    """V − bend · (its second difference); the ends take that of their neighbour, nothing none. With nothing to bend V itself."""
    last = len(value) - 1
    if bend <= 0.0 or last < 2:
        return value
    out = value.copy()
    for i in range(1, last):
        out[i] -= bend * (value[i + 1] - 2.0 * value[i] + value[i - 1])
    out[last] -= bend * (value[last] - 2.0 * value[last - 1] + value[last - 2])
    return out


@njit(cache=True, nogil=True)
def unbent(chance, bend):
    """The adjoint of `bent`."""
    last = len(chance) - 1
    if bend <= 0.0 or last < 2:
        return chance
    out = chance.copy()
    for i in range(1, last + 1):
        middle = min(i, last - 1)
        out[middle + 1] -= bend * chance[i]
        out[middle] += 2.0 * bend * chance[i]
        out[middle - 1] -= bend * chance[i]
    return out


@njit(cache=True, nogil=True)
def reach(shift):
    """The number of leading entries of shift that hold all its weight."""
    last = shift.shape[0]
    while last > 1 and shift[last - 1] < _SURE:
        last -= 1
    return last


@njit(cache=True, nogil=True)
def no_kernels(offers, prices, levels):
    """Room for the kernel of each promotion and price on a grid of `levels`: mean, sold, shift, rest, bend, width. Nothing is known yet."""
    shape, size = (offers, prices), (offers, prices, levels)
    return np.full(shape, -1.0), np.empty(size), np.empty(size), np.empty(size), np.empty(shape), np.empty(shape, np.int64)


@njit(cache=True, nogil=True)
def refresh(kernels, mean, wanted, ratio, step):
    """The kernels of a week, where wanted (offers, prices): computed anew only where its mean demand is not that of the week before."""
    known, sold, shift, rest, bend, width = kernels
    offers, prices, levels = sold.shape
    for w in range(offers):
        for j in range(prices):
            if wanted[w, j] and mean[w, j] != known[w, j]:
                known[w, j] = mean[w, j]
                sold[w, j], shift[w, j], rest[w, j], bend[w, j] = kernel(mean[w, j], ratio, step, levels - 1)
                width[w, j] = reach(shift[w, j])

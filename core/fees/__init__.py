"""Every Amazon fee that decides hold or clear: one module and one public function of the same name per fee.

Each function takes items (a DataFrame, or a Mapping for one item) and the day `on` (a date; left out: their column `on`), and returns
- for a frame: the same index with charge (float, marketplace currency, NaN = unknown), currency, reason (missing, or a code),
  effective_from, source, confidence, then the parts of the charge and `assumption` (missing, or a code);
- for a Mapping: a frozen Charge; NoRateInForce or InputError where the charge is unknown.
Promise: a charge is per unit unless the docstring says otherwise, is never rounded, and an unknown one is never 0.
Rates: data/fees/<marketplace>/<fee>.csv, found by core/fees/schedule.py; every function takes `book=` to use other schedules.
"""

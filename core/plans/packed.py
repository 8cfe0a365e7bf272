"""All that plans hand over in one ZIP: price file and removal list, as far as there is something for them, and a page for each plan.

Promise: the same plans give the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence

from core.errors import InputError
from core.plans.journal import Kept
from core.plans.sheets import price_file, removals, steps
from core.plans.summary import page

_DAY = (2000, 1, 1, 0, 0, 0)


def packed(plans: Sequence[Kept], lang: str) -> tuple[bytes, list[str]]:
    """(the ZIP, SKUs left out of its price file)."""
    todo, files, left_out = steps(plans, lang), {}, []
    if todo["price"].notna().any():
        try:
            files["prices.txt"], left_out = price_file(todo)
        except InputError:  # not one SKU that a spreadsheet would leave alone
            left_out = todo.loc[todo["price"].notna(), "sku"].to_list()
    if (todo["units_out"].fillna(0).round() >= 1).any():
        files["removals.csv"] = removals(todo, lang)
    files |= {f"plan-{kept.plan_id}.html": page(kept, lang).encode("utf-8") for kept in plans}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return held.getvalue(), left_out

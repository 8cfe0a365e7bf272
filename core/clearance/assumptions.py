"""What the figures of an answer rest on without proof, as (code, facts): words under clearance.assumption.<code>."""

from collections.abc import Iterable

from core.clearance.case import Case
from core.clearance.promotion import DEALS


def assumptions_of(case: Case, assumed: Iterable[str] = ()) -> tuple[tuple[str, dict], ...]:
    """The demand curve always; the rest where it bears on this case. assumed: codes of what the fees had to assume about the item."""
    measured = f"_{case.elasticity_source}" if case.elasticity_source else ""
    rows = [(f"elasticity{measured}", {"elasticity": case.elasticity}), ("response_" + case.response, {})]
    rows.append(("horizon", {"weeks": case.horizon_weeks}))
    rows += _trend(case)
    rows += [("demand_factor", {"share": case.demand_factor})] if case.demand_factor != 1.0 else []
    rows += [("inbound", {"units": sum(units for units, _ in case.coming)})] if case.coming else []
    rows.append(("discount", {"share": case.discount_rate_year}))
    rows += _exits(case)
    rows.append(("ads", {"money": case.ads}) if case.ads else ("no_ads", {}))
    if case.fulfilment_offset and case.fulfilment is None:
        rows.append(("own_fulfilment", {"money": case.fulfilment_offset}))
    rows += [(f"own_{part}", {"share": factor}) for part, factor in _factors(case).items() if factor != 1.0]
    rows += [("deal_peak", {})] if any(one.kind in DEALS[:2] and one.fixed is None for one in case.promotions) else []
    rows += _utilisation(case) if case.storage_per_ft3_month is None else []
    return (*rows, *((f"fee_{code}", {}) for code in sorted(assumed)))


def _factors(case: Case) -> dict[str, float]:
    """By part, Amazon's own figure over the table's, where the case does not give the fee itself."""
    given = {"referral": case.referral_share, "storage": case.storage_per_ft3_month, "surcharge": case.surcharge_per_ft3_month}
    return {part: getattr(case, f"{part}_factor") for part, fee in given.items() if fee is None}


def _utilisation(case: Case) -> list[tuple[str, dict]]:
    if case.utilisation_month is None:
        return [("no_utilisation", {})]
    return [("own_utilisation", {"money": case.utilisation_month})] if case.utilisation_month else []


def _trend(case: Case) -> list[tuple[str, dict]]:
    if case.demand_source == "forecast":
        return [("forecast", {"weekly": round(case.weekly_demand, 1), "ratio": round(case.variance_to_mean, 1)})]
    found = [("season", {})] if case.season else []
    found += [("decay", {"share": case.weekly_decay})] if case.weekly_decay else []
    return found or [("no_decay", {})]


def _exits(case: Case) -> list[tuple[str, dict]]:
    rows = []
    if case.exit_value is None:
        rows.append(("liquidation", {"share": case.liquidation_recovery_share, "days": case.liquidation_cash_days}))
    share = case.own_channel_value_share
    return [*rows, ("own_channel", {"share": share}) if share else ("no_own_channel", {})]

"""How the columns of every table are shown: the kind of each, and where the words of its codes stand."""

_COLUMNS = {
    "level": "level",
    "line": "spark",
    "units": "on_hand available inbound unfulfillable reserved units units_7 units_30 units_60 units_90 units_365 excess_units "
    "sold_units aged_181_units aged_271_units aged_366_units surcharge_60d_units safety_stock alerts came_true false_alarms "
    "exited units_over keep_units pending troubles caught demand_4 demand_13 demand_13_p10 demand_13_p90 demand_26 "
    "stockout_days_30 stockout_days_90 skus "
    "set_units together rows_read rows_loaded rows_refused row_no skus_unknown weeks tries failures mape_undefined "
    "fallbacks counted "
    "units_out plan_id surplus_units short_units order_point order_up_to low_units high_units shipped_units received_units "
    "snapshot_units ledger_units difference last_order sells_p10 sells_p50 sells_p90 moves transfer_id reviews units_before "
    "excess_13 shortage_13 stock_left low high usual usual_low usual_high rows document_id coming_units units_beside",
    "days": "lead_days lead_days_median cover_days lasting_days age_days lead_time_days",
    "share": "precision recall needed_share sell_through share_of_peak price_share keyword_share trend_week trend_week_low trend_week_high "
    "markdown_share "
    "service fill_rate wape mape bias pinball coverage_80 "
    "before_stale_share after_stale_share "
    "discount recovery roi sold_out chance own_share mean_share raw shrunk shrunk_low shrunk_high alike recovered stale season_left",
    "tenth": "alerts_week lift extra_units expected sold p10 p50 p90 sum_p10 sum_p50 sum_p90 left_p10 left_p50 left_p90 "
    "days_taken ft3 trend yearly holidays promo",
    "ratio": "turnover velocity velocity_7 velocity_30 velocity_60 velocity_90 stock_to_sales weeks_to_clear season_index season_ahead "
    "market_season roas "
    "before_turnover after_turnover before_stock_to_sales after_stock_to_sales cv rmse rmsse seconds default_value best_line learnt_value",
    "money": "price unit_cost first_mile_cost landed_cost stock_value list_value revenue_90 storage_month surcharge_next surcharge_60d "
    "margin_now profit_now profit break_even floor value holding surcharge best_value hold_value cost_of_waiting_week money_at_stake "
    "capital_at_risk aged_181_value storage_surcharge_30d waiting_week value_before value_after change by money before after "
    "set_margin per_set value_per_unit gain saved missed wasted cost budget cost_per_sale net_gain over_hold loss cash "
    "was benefit move_cost lost_here gained_there surplus_value short_value amount residual kept best regret revenue net_cash "
    "spend waste bid highest_bid highest_bid_low highest_bid_high gain_low gain_high "
    "effect effect_low effect_high price_before net net_each income channel_cost holding_avoided gross_margin outcome_money "
    "fulfilment_offset utilisation_month",
    "date": "stockout_on starts_on stock_as_of first_sale last_sale surcharge_on period_start period_end snapshot_date effective_from "
    "as_of on opened_on last_on week snoozed_until computed_on ship_by sellable_on order_on arrives_on deadline clear_from "
    "lasts_on shipped_on due_on until first_day last_day season_until",
    "moment": "imported_at uploaded_at created_at opened_at happened_at tried_at next_at decided_at frozen_at made_at answered_at",
    "option": "best_option best_before best_after option",
    "stage": "stage",
    "model": "model",
    "model_reason": "model_reason",
    "rule": "main_rule rule",
    "plan_state": "plan_state",
    "quadrant": "quadrant_value quadrant_age quadrant_value_in_category quadrant_age_in_category",
    "unrated": "storage_reason surcharge_reason",
    "rate_value": "size_tier size_class product_class grade_class season program placement mode weight_used step_rounding min_for exempt",
    "rate_part": "component",
    "rate_sure": "confidence",
    "measured_on": "elasticity_source",
    "kind": "kind",
    "status": "status",
    "state": "state",
    "judgement": "judgement",
    "verdict": "sure",
    "channel": "channel",
    "demand_class": "demand_class",
    "door": "door",
}
KIND = {name: kind for kind, names in _COLUMNS.items() for name in names.split()}

# kind → where the words of its codes stand
CATALOGUE = {
    "option": "table.option",
    "stage": "risk.stage",
    "model": "forecast.model",
    "model_reason": "forecast.reason",
    "rule": "risk.rule",
    "state": "alerts.state",
    "kind": "intake.kind",
    "status": "table.status",
    "plan_state": "plans.state",
    "judgement": "review.judgement",
    "verdict": "review.verdict",
    "channel": "review.channel",
    "demand_class": "forecast.demand_class",
    "door": "plan_view.channel",
    "quadrant": "risk.quadrant",
    "unrated": "fees.reason",
    "rate_value": "explain.value",
    "rate_part": "fees.part",
    "rate_sure": "explain.sure",
    "measured_on": "table.measured_on",
}

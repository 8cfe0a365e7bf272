-- grain: marketplace x SKU with stock on one replayed day: what the rules said of it, and what the rules of thumb would have:
-- cover_90 (more than 90 days at the pace of 90), age_90 (older than 90 days on average), amazon_excess (Amazon's own figure; where no
-- report gives it, what is left after 90 days at the pace of 30). reads: position, risk, fired.
select
    position.marketplace, position.sku, position.category, position.currency, position.price, position.landed_cost, position.on_hand,
    position.inbound, position.units_90, position.units_365, position.weeks_since_first_sale,
    coalesce(position.lead_time_days, $lead_time_default_days) + $reorder_notice_days as order_days,
    position.unit_ft3, position.size_tier, position.longest_in, position.median_in, position.shortest_in, position.weight_lb,
    risk.level, risk.cost_of_waiting_week, risk.money_at_stake, risk.best_option,
    position.on_hand > coalesce(position.units_90, 0) as cover_90,
    coalesce(position.age_days > 90, false) as age_90,
    coalesce(position.amazon_excess_units, position.on_hand + position.inbound - 3 * coalesce(position.units_30, 0)) > 0 as amazon_excess
from position
join risk using (marketplace, sku)
where position.on_hand > 0
order by position.marketplace, position.sku

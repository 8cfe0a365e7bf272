-- grain: marketplace x sku as of a day that no run is stored of. reads: expected_position, forecast (temporary, core/forecast/expected.py).
select
    position.*, forecast.mean as demand_path, forecast.p10 as demand_p10, forecast.p50 as demand_p50, forecast.p90 as demand_p90,
    forecast.cum_p10 as sum_p10, forecast.cum_p50 as sum_p50, forecast.cum_p90 as sum_p90, forecast.model
from expected_position as position
left join forecast using (marketplace, sku)

-- grain: marketplace x SKU with stock on which a clearance rule of level 2 fired: only these are valued, money decides no other level.
-- reads: position, forecast, fired.
select position.*, forecast.mean as demand_path, forecast.p10 as demand_p10, forecast.p90 as demand_p90
from position
semi join (from fired where level >= 2 and not list_contains($not_clearing, rule)) using (marketplace, sku)
left join forecast using (marketplace, sku)
where on_hand > 0
order by marketplace, sku

-- grain: marketplace x sku whose market shrinks: the competitors' sales fall, and neither their ranks nor their review growth say otherwise.
-- A warning where the stock outlasts the safe days of cover: waiting will not bring these sales back. shares a month. reads: market_now, position.
select
    market.marketplace, market.sku, if(position.cover_days > position.cover_safe_days or position.cover_days is null, 2, 1) as level,
    to_json({
        fall_share: -market_month, least_share: -market_high, most_share: -market_low, line_share: $market_fall_month,
        rivals: market.rivals, files: market.files, since_on: market.first_day, units: position.on_hand, cover_days: position.cover_days,
        half_year_share: 1 - pow(1 + market_month, 6)
    }) as facts
from market_now as market
join position using (marketplace, sku)
where market.market_falls and position.on_hand > 0

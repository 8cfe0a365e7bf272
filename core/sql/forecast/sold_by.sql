-- Sum of a list of sums by week (the first one ends after 7 days) up to a day, straight between weeks; beyond the last week at the mean pace.
-- As core/forecast/path.py sum_by. reads: nothing.
create or replace temp macro sold_by(sums, days) as case
    when days >= 7 * len(sums) then sums[len(sums)] * days / (7.0 * len(sums))
    else coalesce(sums[(days // 7)::integer], 0)
        + (sums[(days // 7)::integer + 1] - coalesce(sums[(days // 7)::integer], 0)) * (days / 7.0 - days // 7)
end

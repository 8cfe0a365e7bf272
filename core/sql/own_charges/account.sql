-- grain: settlement x fee: the newest settlement of each marketplace, all its money by fee. units: money in its currency, signed as Amazon
-- signs it; last_day: of the fee's last line. What the file set aside or refused is in 'other', so that the fees add up to the total.
-- reads: settled_line, settlement.
with header as (
    select settlement.*
    from settlement
    where coalesce(end_day, deposit_day) <= $as_of + interval 7 day
    qualify row_number() over (partition by settlement_id order by file_id desc) = 1
),

by_fee as (
    select settlement_id, fee, max(day) as last_day, sum(amount) as amount
    from settled_line
    group by settlement_id, fee
),

place as (
    select settlement_id, case when count(distinct marketplace) = 1 then any_value(marketplace) end as marketplace
    from settled_line
    group by settlement_id
),

newest as (
    select header.*, place.marketplace
    from header
    join place using (settlement_id)
    qualify row_number() over (partition by coalesce(place.marketplace, header.currency) order by header.end_day desc, settlement_id desc) = 1
),

rest as (
    select newest.settlement_id, 'other' as fee, null::date as last_day, newest.total - coalesce(sum(by_fee.amount), 0) as amount
    from newest
    left join by_fee using (settlement_id)
    group by newest.settlement_id, newest.total
),

final as (
    select
        newest.settlement_id, newest.marketplace, newest.start_day, newest.end_day, newest.currency, newest.total::double as total,
        fee, max(last_day) as last_day, sum(amount)::double as amount
    from (select * from by_fee union all by name select * from rest)
    join newest using (settlement_id)
    group by all
    having abs(sum(amount)) >= 0.005
)

select * from final
order by marketplace, settlement_id, fee

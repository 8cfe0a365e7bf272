-- grain: marketplace: the last day on which sales are known. reads: review_covered (temporary).
select marketplace, max(day) as last_day from review_covered group by marketplace

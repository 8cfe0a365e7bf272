-- grain: period marked by hand, newest first. reads: review_period.
select * from review_period
where $marketplace is null or marketplace = $marketplace
order by created_at desc, period_id desc

-- grain: the newest backtest; empty before the first. reads: backtest.
select * replace (coalesce(failed, '{}') as failed) from backtest order by backtest_id desc limit 1

-- grain: model (x demand_class, x marketplace x sku) of the newest backtest, in the scope asked for: catalogue, class or sku; $sku and
-- $marketplace NULL: all. reads: backtest_score, backtest.
select backtest_score.* exclude (backtest_id, scope)
from backtest_score
where backtest_id = (select max(backtest_id) from backtest)
    and scope = $scope
    and ($sku is null or sku = $sku)
    and ($marketplace is null or marketplace = $marketplace)
order by marketplace, sku, demand_class, rowid

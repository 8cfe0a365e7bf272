-- grain: one backtest. reads: nothing.
insert into backtest values ($backtest_id, $as_of, $data_version, $weeks, $cutoffs, $series, $models, $started_at, $failed)

-- grain: backtest: models that could not answer, with their reason, as JSON {model: reason}. reads: nothing.
alter table backtest add column failed json;                -- NULL or {}: none

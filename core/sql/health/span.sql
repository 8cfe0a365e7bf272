-- grain: marketplace x sku x day with ledger rows: balances of sellable units, and until when the last one stands. reads: ledger_span.
create or replace temp table health_span as from ledger_span($as_of, $as_of - 400)

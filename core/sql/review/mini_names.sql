-- grain: marketplace x sku of one run: what a mini-review shows of it. reads: run_health.
select marketplace, sku, title, category, on_hand, cover_days from run_health where run_id = $run_id

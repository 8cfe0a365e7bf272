-- grain: one row: what changes with every change of alerts. reads: alert_history, alert_check, purchase_freeze, alert_draft, transfer.
select (select count(*) from alert_history) as changes, (select coalesce(max(run_id), 0) from alert_check) as run_id,
    (select count(lifted_at) from purchase_freeze) as lifted, (select count(*) from alert_draft) as drafts,
    (select bit_xor(hash(transfer_id, state)) from transfer) as moves

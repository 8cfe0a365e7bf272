-- grain: alert_draft: columns more: moves to other sites that a run drafted beside the plan; transfer.state may be drafted. reads: nothing.
alter table alert_draft add column transfer_ids bigint[];       -- empty or NULL: none drafted
alter table alert_draft add column transfer_problems varchar[]; -- what speaks against them, or why there are none (core/actions/moves.py)

-- grain: plan. units: pieces; amount: money that Amazon paid for them, after its fees. reads: liquidation_paid.
select plan_id, units, amount from liquidation_paid

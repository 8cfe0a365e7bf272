-- grain: SKU with a draft, its newest, with the plan where that is still there. reads: alert_draft, plan.
select draft.*, plan.name, plan.state, plan.option, plan.value, plan.value - plan.hold_value as over_hold, plan.currency
from alert_draft as draft
left join plan using (plan_id)
where ($sku is null or (draft.sku = $sku and draft.marketplace = $marketplace))
qualify row_number() over (partition by draft.marketplace, draft.sku order by draft.made_at desc) = 1
order by plan.value - plan.hold_value desc nulls last, draft.marketplace, draft.sku

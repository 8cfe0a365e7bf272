-- grain: uploaded schedule that a book holds, oldest first, so that a later one beats an earlier one; drafts asked for come last.
-- reads: fee_override.
select fee, marketplace, schedule
from fee_override
where not draft or list_contains($drafts, override_id)
order by draft, override_id

-- grain: run_health: a column more, what a run knows of the seller's own fees beside the rate table. reads: nothing.
-- units: money per unit shipped in the marketplace's currency; NULL: no fee preview of this SKU, or no table rate to compare it with.
alter table run_health add column fulfilment_offset double; -- Amazon's fulfilment fee for this SKU less the table's at the same price and day

"""Rows of the seller's own fees, as intake would leave them."""

from tests.build import AS_OF, a_file, insert

# data/fees/us/fulfilment.csv: large standard, 0.9 lb is at most 1 lb; the report's own figure is what counts
BOX = {
    "unit_ft3": 0.4,
    "weight_lb": 0.9,
    "longest_in": 12,
    "median_in": 10,
    "shortest_in": 6,
    "size_tier": "large_standard",
    "product_group": "Toys",
}


def preview(ws, price=20.0, fulfilment_fee=7.0, referral_fee=3.0, as_of=AS_OF):
    insert(
        ws, "fee_preview", file_id=a_file(ws), as_of=as_of, marketplace="US", sku="A", price=price,
        referral_fee=referral_fee, fulfilment_fee=fulfilment_fee, currency="USD",
    )  # fmt: skip

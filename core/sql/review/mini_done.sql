-- grain: mini-review that the seller has looked at. reads: mini_review.
select marketplace, sku, stage, note, done_at from mini_review

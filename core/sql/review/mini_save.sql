-- grain: one mini-review, looked at; a later look replaces it. writes: mini_review.
insert or replace into mini_review values ($marketplace, $sku, $stage, $note, $at)

"""Documents for other systems (ERP, WMS, TMS), out and back.

documents.py    what there is to hand over: purchase order drafts, prices of accepted plans, frozen purchases; as files
webhook.py      the same as a signed message, with retries; each is taken once
results.py      what the other side says of them, from files in a watched folder
moved.py        what it says of moves between sites, in their journal
"""

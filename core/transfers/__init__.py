"""Between sites: where stock that is too much here is too little there, which moves pay for it, and what became of them.

network.py   sites and lanes          view.py     surplus and shortage of each product over sites
worth.py     what units are worth     buying.py   what a unit is worth that takes the place of a later order
moves.py     every move that could pay             plan.py     the best of them together (HiGHS)
what_if.py   the plan in other worlds              lived.py    the plan, clearing in place and doing nothing lived through
cross_dock.py  what is on its way, sent on to other sites over a dock
journal.py   accepted moves, receipts, exceptions, how lanes did
"""

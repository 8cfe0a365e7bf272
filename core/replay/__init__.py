"""The proof: what the rules would have said in every week of the seller's own past, and what came of it.

past.py lays out the past as it was known on a day; weeks.py asks the rules each week; truth.py says what really happened; score.py holds
one against the other; learn.py moves thresholds by it. A replay is stored by kept.py. A run never reads from here.
"""

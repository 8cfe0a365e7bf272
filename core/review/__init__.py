"""Was the clearance right, and what is to be learned from it: a plan of the journal meets what really happened.

actuals.py     what was sold, asked, left, week by week; weeks that no file covers are named
subject.py     a plan or a marked period beside its actual weeks        (frozen Subject)
course.py      a stock followed on given demand, and its worth: the yardstick
outcome.py     what it brought, against doing nothing as forecast that day
posterior.py   level of demand and elasticity, before and after
difference.py  which assumption was off, in money; regret
position.py    where every SKU stood on a day, before and after
reviews.py     the plans that can be reviewed, and the whole story of one
"""

"""Was the clearance right, and what is to be learned from it: a plan of the journal meets what really happened.

actuals.py     what was sold, asked, left, week by week; weeks that no file covers are named
subject.py     a plan or a marked period beside its actual weeks        (frozen Subject)
ads.py         what advertising cost and pulled, where reports tell
course.py      a stock followed on given demand, and its worth: the yardstick
outcome.py     what it brought, against doing nothing as forecast that day
posterior.py   level of demand and elasticity, before and after
difference.py  which assumption was off, in money; regret
judgement.py   in one word: well, too deep, not deep enough, too late, no need
attribution.py why so many were sold; channels; traffic
position.py    where every SKU stood on a day, before and after
reviews.py     the plans that can be reviewed, and the whole story of one
totals.py      reviews added up by SKU, category, site or in all
periods.py     a period marked by hand, by category, size, … (groups.py)
catalogue.py   what every product brought so far; attributes.py: what winners and losers have in common
next_buy.py    price band, floor, first order (first_order.py) and look-alikes of a product thought of
procedure.py   what plans that worked had in common, level by level; procedure_sheet.py: as a document
newcomers.py   mini-reviews a week and a month after a first sale
period_report.py  a month or quarter, site by site; report_sheet.py: as a workbook and a page to print
paid.py        what liquidations really paid, how long removals really took
lessons.py     what flows back: proposed, accepted or refused, taken back; read by the next run
"""

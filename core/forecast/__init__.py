"""Demand of the coming weeks as a distribution: what was sold (panel), what may be sold (outlook), and which model says so.

One shape for all models: `model.fit(panel)` gives a fitted one, `fitted.predict(weeks, quantiles)` an Outlook. A model is one file in
core/forecast/models. Weeks are seven days; a run's weeks end on its as_of day.
"""

"""Speed, as ratios within one run on generated data: `make bench` or `python -m tests.bench`. Never part of the tests."""

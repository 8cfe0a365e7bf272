"""Alerts: their life (life.py: what a run and a seller do to them), and the board that shows them (board.py)."""

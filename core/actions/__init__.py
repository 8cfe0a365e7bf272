"""What follows from a run without being asked: plans and moves drafted for warnings (drafts.py, moves.py)."""

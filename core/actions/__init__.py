"""What follows from a run without being asked: plans drafted for warnings (drafts.py)."""

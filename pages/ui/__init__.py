"""What screens share. With app.py and pages/ the only code that imports streamlit or altair."""

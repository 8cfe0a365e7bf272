"""The rules of Shelflife: pure Python over DuckDB. No screen, no clock, no screen words."""

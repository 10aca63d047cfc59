"""Rows that are read back: one campaign tried by itself, each row between two readings, and what was never answered."""

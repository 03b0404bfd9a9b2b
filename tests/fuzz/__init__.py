"""Damaged and odd input for every source format: `python -m tests.fuzz`."""

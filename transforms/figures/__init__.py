"""Reported numbers that count the same people or things are claims of one figure; each keeps its claimant and day."""

"""Triggers, participants, status, time, place, claimant: from mentions to rows of events and statistics."""

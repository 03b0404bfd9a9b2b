"""Who and where the mentions are: aliases, composition, titles, offices, reference back; what can't be linked stays a
row.
"""

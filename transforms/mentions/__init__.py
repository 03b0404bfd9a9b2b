"""Spans that may matter: names, role nouns, places, dates, quantities and triggers. What they mean is `link` and
`code`.
"""

"""Pure functions from frames to frames: no files, no clock, no network. The stages are the folders, in this order:
clean, annotate, mentions, link, code, merge.
"""

"""The warehouse: what the tables are, how they are made, the only code that writes them. Imports nothing of ours."""

"""How a run asks web servers: politely (pace, robots, validators, retries) and safely (addresses, sizes, times)."""

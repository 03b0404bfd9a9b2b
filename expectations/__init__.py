"""The gates: `rows.gate` refuses rows, `batch.validate` holds a whole batch, `site` shows both as pages."""

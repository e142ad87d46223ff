"""One source, one module: each returns tables, what is wrong with them, and where they come from."""

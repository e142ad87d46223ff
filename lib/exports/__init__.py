"""Writers of files: they render a sheet and change nothing in it."""

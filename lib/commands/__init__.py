"""The commands of `python -m lib`, one module for each kind of thing people ask for."""

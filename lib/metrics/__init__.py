"""Measures: pure functions from frames to frames, without clock, file or database."""

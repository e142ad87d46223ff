"""What a screen, a slide or a sheet shows: store and metrics composed into frozen view objects."""

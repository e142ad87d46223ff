"""The dashboard without its screens: everything a page shows can be asked of this package."""

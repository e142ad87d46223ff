"""The only SQL: numbered releases of the stored tables, written once and never changed, and reads by two dates."""

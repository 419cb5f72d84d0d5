"""A sample answer to mark."""

"""The reveal, point by point."""

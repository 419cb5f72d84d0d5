"""The keys, and what the screens are for."""

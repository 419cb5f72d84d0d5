"""Where you stand."""

"""The question banks: browsing, trying, adding."""

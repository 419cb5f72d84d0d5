"""The scorecard, one question of it, and two of them compared."""

"""Where a session is kept: codec, journal, store and replay."""

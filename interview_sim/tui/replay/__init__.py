"""A saved session, played again."""

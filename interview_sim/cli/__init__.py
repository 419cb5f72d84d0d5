"""How it starts: one module a command."""

"""What to do next: history, trends and weak topics."""

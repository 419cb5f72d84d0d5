"""In and out: decks into banks, banks into decks, sessions into other formats."""

"""In and out: decks into banks, banks into decks, sessions into files for elsewhere."""

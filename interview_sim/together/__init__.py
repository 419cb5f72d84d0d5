"""Two people: sealed papers, marking someone else's answers, agreement."""

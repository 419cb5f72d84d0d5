"""A client of the user's own as the interviewer, over the Model Context Protocol."""

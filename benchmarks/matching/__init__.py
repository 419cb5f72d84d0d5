"""How well the matcher's scores agree with people's, and how fast they come."""

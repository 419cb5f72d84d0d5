"""What can be asked: question banks, their loading, checking and writing."""

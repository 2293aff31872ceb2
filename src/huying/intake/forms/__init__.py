"""What is typed at intake: by operators and dispatchers, and by citizens alone."""

"""Learn from a city's own orders; what runs every day imports nothing of this."""

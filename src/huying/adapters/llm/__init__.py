"""A language model on the city's own machines."""

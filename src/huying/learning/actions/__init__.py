"""Writes of learning, one a file."""

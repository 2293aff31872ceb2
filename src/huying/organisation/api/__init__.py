"""The API's gate, and what the organisation tells through it."""

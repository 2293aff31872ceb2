"""Coordination through the API."""

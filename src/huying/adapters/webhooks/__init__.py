"""Pushing to the systems of others over HTTP."""

"""Reads of the desks: nothing of their own, only what the rooms know put side by side."""

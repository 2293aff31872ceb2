"""Keyword-only functions that make rows with sane defaults."""

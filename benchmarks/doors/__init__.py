"""Benchmarks of the doors: API, pages of citizens, import, operations."""

"""Verification of the history: chains, seals, the seal file, and rows against their events."""

"""Reads of the work order that more than one stage needs."""

"""Writes of the room organisation: one file, one public function."""

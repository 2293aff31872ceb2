"""Writes of the room callers: one file, one public function."""

"""Writes of the room policy: one file, one public function."""

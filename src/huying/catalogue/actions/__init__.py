"""Writes of the room catalogue: one file, one public function."""

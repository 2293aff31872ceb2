"""Writes of supervision: one file, one public function."""

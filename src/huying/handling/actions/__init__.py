"""Writes of handling: one file, one public function."""

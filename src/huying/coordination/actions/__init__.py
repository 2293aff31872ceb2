"""Writes of coordination: one file, one public function."""

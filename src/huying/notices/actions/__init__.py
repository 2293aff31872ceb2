"""Writes of notices: one file, one public function."""

"""Writes of the records: one file, one public function."""

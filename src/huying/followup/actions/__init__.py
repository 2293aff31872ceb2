"""Writes of the follow-up: one file, one public function."""

"""Writes of the intake: one file, one public function."""

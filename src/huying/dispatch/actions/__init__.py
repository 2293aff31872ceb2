"""Writes of dispatch: one file, one public function."""

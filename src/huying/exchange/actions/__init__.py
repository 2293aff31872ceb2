"""Writes of the exchange: one file, one public function."""

"""What the reading of texts is worth: figures on real messages."""

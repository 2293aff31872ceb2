"""What the doors of the house bear: how much, how fast."""

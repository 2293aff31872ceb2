"""How fast and how small the doors are: citizens, other systems, files."""

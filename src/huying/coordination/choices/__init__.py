"""Values of coordination."""

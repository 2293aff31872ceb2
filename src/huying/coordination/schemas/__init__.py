"""What systems give in coordination."""

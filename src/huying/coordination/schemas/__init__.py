"""What systems give to coordination."""

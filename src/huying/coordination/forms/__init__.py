"""What people type in coordination."""

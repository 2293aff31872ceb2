"""What is measured: one folder a question."""

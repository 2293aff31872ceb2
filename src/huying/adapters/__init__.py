"""The outside world: each thing behind a port, with a client and a fake."""

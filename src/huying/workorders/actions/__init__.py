"""Every write that stages share; only open_order, move and import_history write an order's state."""

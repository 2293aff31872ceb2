"""Pages of dispatch: sending an order, returning it and ruling on that, the lists of returns."""

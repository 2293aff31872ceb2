"""Pages of the orders themselves, and the flow that every page acting on one follows."""

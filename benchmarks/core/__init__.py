"""How quick are registering, the queue, the order page and the search, at ten thousand orders and at a million?"""

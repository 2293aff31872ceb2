"""How do the side roads of an order bear a storm, a full page, and ledgers of a hundred thousand rows?"""

"""How well is a citizen's message read: its matter, the unit that should answer, how sure, and how quickly?"""

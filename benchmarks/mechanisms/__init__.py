"""How the mechanisms of the side roads hold, and what they cost."""

"""Messages that leave the house: what they say, where they go, and what becomes of them."""

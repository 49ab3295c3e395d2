"""Messages that leave the house: rows that wait, what they say, and how they are sent."""

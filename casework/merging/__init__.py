"""Two rows of one student become one: found, shown as what would move, and moved in one piece."""

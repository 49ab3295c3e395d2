"""What an absence model is and what it says: frozen values and pure functions, no web and no database."""

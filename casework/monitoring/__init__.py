"""Compulsory-school monitoring: what is noted of each guardian, the decision, and the days of the law."""

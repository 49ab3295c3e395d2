"""People from other systems: what they deliver is read, shown as a plan, and entered whole or not at all."""

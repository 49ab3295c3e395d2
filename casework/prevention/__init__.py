"""What a school does before anybody is away: the wheel of its year, its groups, and what it wants to reach."""

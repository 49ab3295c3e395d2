"""What a school does before anybody is away: the wheel of its year, groups, and what it wants to reach."""

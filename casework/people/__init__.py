"""Students, guardians, units and groups; staff with their dated roles; signing in."""

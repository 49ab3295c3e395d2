"""The pages of people from other systems; each module here is one errand."""

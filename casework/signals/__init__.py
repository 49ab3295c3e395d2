"""Works out what attendance proposes, and shows it: a machine proposes, a person decides."""

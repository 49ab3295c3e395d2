"""Tasks: the actions that a model asks for, opened for a case; doing one leaves milestones."""

"""Mutation testing of the policy, the engine, the history and the access log."""

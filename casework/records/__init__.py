"""Forms that people fill in: drafts, finalised and signed versions, corrections."""

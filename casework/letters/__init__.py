"""Letters of a case: written from a kind, sent as PDF, kept as they were sent; what came in; the register."""

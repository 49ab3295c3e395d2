"""Cases: where each stands, how it got there, what its next steps need, and who decides."""

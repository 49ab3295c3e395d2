"""Random people doing random things: what must hold whatever they do."""

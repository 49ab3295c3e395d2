"""Letters as pages show them."""

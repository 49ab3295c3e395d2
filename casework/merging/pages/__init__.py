"""What the pages about merging say."""

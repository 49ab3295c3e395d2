"""What the pages about files of attendance say."""

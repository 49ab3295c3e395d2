"""One year in the life of a school, told for each routine over HTTP, with a log that people can read."""

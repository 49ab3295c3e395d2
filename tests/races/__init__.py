"""Several people at the same moment, against a server with several processes."""

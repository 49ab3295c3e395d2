"""The migrations: how a database comes to the shape that the models have, from any earlier one."""

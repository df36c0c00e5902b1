"""Copies of the database in a file, and the database as such a file has it."""

"""Read replicas, connection errors, query timing, and checks of the database."""

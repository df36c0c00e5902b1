"""The site in the production set-up, tested through its proxy."""

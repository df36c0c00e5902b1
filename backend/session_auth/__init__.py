"""The Django half of the session layer: README.md. It depends on no other application here."""

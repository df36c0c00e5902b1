"""People who use the site all at once, and what became of each thing they asked for."""

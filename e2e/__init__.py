"""Latchkey as browsers and other programs see it: the production build, started as a user would."""

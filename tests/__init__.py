"""Tests of the whole: the production build, started as a user would start it."""

"""Simulated users and the outcomes of their requests."""

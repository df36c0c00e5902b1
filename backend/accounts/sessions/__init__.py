"""The sessions of each account: list, lifetimes, ending them at once."""

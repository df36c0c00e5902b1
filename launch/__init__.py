"""The tooling behind the Makefile: starting Latchkey and checking it."""

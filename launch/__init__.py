"""The programs behind the Makefile: install, start, open a shell, run the checks."""

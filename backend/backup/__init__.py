"""`manage.py backup` and `restore`: copies of the database in files."""


class BackupError(Exception):
    """A copy could not be made or restored; the message says why."""

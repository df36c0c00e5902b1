"""What can go wrong with copies."""


class BackupError(Exception):
    """The copy was not made, or not taken back; the message says why."""

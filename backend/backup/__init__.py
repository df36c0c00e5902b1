"""`manage.py backup` and `restore`: copies of the database in files."""


class BackupError(Exception):
    """A copy could not be made or restored; the message says why."""


# Tables whose rows stay out of backups: mails hold codes and links, and must not be sent again
# after a restore.
EXCLUDED_TABLES = ("mail_queuedmail",)

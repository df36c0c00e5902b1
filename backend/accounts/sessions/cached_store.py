"""SESSION_ENGINE with Redis."""

from django.contrib.sessions.backends import cached_db

from accounts.sessions.stores import LifetimeMixin


class SessionStore(LifetimeMixin, cached_db.SessionStore):
    pass

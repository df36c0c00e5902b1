"""SESSION_ENGINE without Redis."""

from django.contrib.sessions.backends import db

from accounts.sessions.stores import LifetimeMixin


class SessionStore(LifetimeMixin, db.SessionStore):
    pass

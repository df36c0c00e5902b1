"""`manage.py doctor` and the checks at start run the system checks with these tags.

Each app registers its own in its `checks.py`; `manage.py check --deploy` runs them as well. The
checks that ask services do nothing there without `--database default`.
"""

# Looks at settings and environment only. An error keeps a production site from starting.
SETTINGS = "settings"
# Asks the database, Redis or the mail server. Only warns at start, because an outage may be short.
SERVICES = "services"
# Needs the running site.
SITE = "site"

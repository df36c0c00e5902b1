"""What is wrong with an installation, in plain words, and how to mend it.

Each finding is a function registered as one of Django's checks. The tag says what it takes:
"""

# The settings alone. An error among these keeps a production site from starting.
SETTINGS = "doctor-settings"
# Database, cache and mail as well. At the start they only warn: what is lost may come back.
SERVICES = "doctor-services"
# The site has to run.
SITE = "doctor-site"

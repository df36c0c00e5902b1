"""The production build of the Nuxt server, seen over plain HTTP, in front of a stub of the API."""

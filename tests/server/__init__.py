"""The production build of the Nuxt server over plain HTTP, in front of a stub API."""

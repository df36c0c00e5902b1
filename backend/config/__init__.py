"""Settings, environment variables, URL patterns and the WSGI application."""

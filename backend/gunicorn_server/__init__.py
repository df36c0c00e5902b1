"""What gunicorn runs besides the application: worker, logger, responses to malformed requests.

Its configuration is backend/gunicorn.conf.py.
"""

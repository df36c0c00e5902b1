"""Queued mail: written in the transaction of a request, sent by the worker."""

"""Middleware of the whole site: allowed hosts, HEAD, security headers with the CSP."""

"""Deployment checks that concern the whole site: Django, Nuxt and the proxies before them."""

from doctor.checks import api_urls, mail, origins, proxies

__all__ = ["api_urls", "mail", "origins", "proxies"]

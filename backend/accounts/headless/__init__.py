"""allauth's endpoints under /api/auth/browser/, held to the rules of this API."""

ROOT = "/api/auth"
PREFIX = f"{ROOT}/browser/"

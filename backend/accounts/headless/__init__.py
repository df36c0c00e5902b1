"""allauth's endpoints under /api/auth/, held to the rules of this API."""

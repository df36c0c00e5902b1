"""Whether this process is well: GET /api/health/live and /api/health/ready."""

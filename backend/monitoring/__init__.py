"""What a monitoring system is told: traces by OpenTelemetry, counts and times by Prometheus.

Both are off unless the environment asks for them, and what is off is not even loaded.
"""

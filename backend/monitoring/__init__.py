"""Health endpoints, logs, metrics (Prometheus) and traces (OpenTelemetry).

Metrics and traces are off, and not imported, unless the environment turns them on.
"""

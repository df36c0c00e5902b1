# The API: gunicorn with Django. Build from the root of the repository:
#   docker build -f deploy/images/api.Dockerfile -t latchkey-api .
# For reproducible images, pin the base by digest: --build-arg BASE=python@sha256:...
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /srv/latchkey
COPY requirements/api.txt requirements/
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --no-compile --require-hashes -r requirements/api.txt \
    && .venv/bin/python -m pip uninstall --yes pip setuptools
COPY backend backend
# Reproducible bytecode (by hash, not timestamp), readable by every user.
RUN .venv/bin/python -m compileall -q -f --invalidation-mode unchecked-hash .venv/lib backend \
    && ENVIRONMENT=local .venv/bin/python backend/manage.py collectstatic --no-input \
    && rm -rf var/secret-key \
    && chmod -R u=rwX,go=rX .

FROM ${BASE}
WORKDIR /srv/latchkey
COPY --from=build /srv/latchkey /srv/latchkey
COPY --chmod=644 deploy/health/api.py deploy/health/
ENV PATH=/srv/latchkey/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ENVIRONMENT=production \
    API_HOST=0.0.0.0 \
    API_PORT=8000
# An unprivileged user: the process can read the code and write nothing.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s CMD ["python", "deploy/health/api.py"]
CMD ["python", "backend/serve.py"]

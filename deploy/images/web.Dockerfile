# The pages: the Nuxt server. Build from the root of the repository:
#   docker build -f deploy/images/web.Dockerfile -t latchkey-web .
# For reproducible images, pin the base by digest: --build-arg BASE=node@sha256:...
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /srv/latchkey/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
# Readable by every user, whatever the permissions of the source.
RUN npm run build && chmod -R u=rwX,go=rX .output

FROM ${BASE}
WORKDIR /srv/latchkey
COPY --from=build /srv/latchkey/frontend/.output frontend/.output
COPY --chmod=644 deploy/health/web.mjs deploy/health/
ENV NODE_ENV=production \
    NITRO_HOST=0.0.0.0 \
    NITRO_PORT=3000
# An unprivileged user: the process can read the code and write nothing.
USER 10001:10001
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s CMD ["node", "deploy/health/web.mjs"]
CMD ["node", "frontend/.output/server/index.mjs"]

# npm run image                       the gateway, labelled with the version of package.json
# docker build --target simulator .   the stand-in for Freebit
#
# Node 24: of the lines that the gateway is tested on, the one with the longest support (April 2028), and the fastest.
# A release adds the digest of the image that it was built on: see docs/operators/deployment.md.
FROM node:24.21-bookworm-slim AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts

FROM dependencies AS build
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY simulator simulator
RUN npm run build:image

# The typescript package that Nest uses if it is installed counts as optional.
FROM dependencies AS production-dependencies
RUN npm prune --omit=dev --omit=optional --ignore-scripts

# Needs only Node. It has no authentication, so run it on a loopback address or a private network.
FROM base AS simulator
COPY --from=build /app/dist-simulator dist-simulator
ENV HOST=0.0.0.0 PORT=4010
EXPOSE 4010
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /__sim HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 3 _ status _ <&3 && [ $status = 200 ]"]
CMD ["node", "dist-simulator/main.js"]

# Runs as production by default; compose, a sandbox on loopback, sets `development`. Writes no file: the file system may
# be read-only. CMD is in exec form, so that SIGTERM reaches Node and writes in flight can finish; give it 60 seconds.
# The health check sends HTTP with bash, because starting Node for it costs more than the answer.
FROM base AS gateway
ARG VERSION=unknown
LABEL org.opencontainers.image.title=freebit-gateway org.opencontainers.image.version=$VERSION
COPY --from=production-dependencies /app/package.json package.json
COPY --from=production-dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
# The commands for operators: node scripts/operations.mjs, pseudonym.mjs and api-key.mjs, each with --help.
COPY --from=build /app/scripts scripts
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
EXPOSE 3000
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_PORT:-$PORT} && printf 'GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 3 _ status _ <&3 && [ $status = 200 ]"]
CMD ["node", "dist/main.js"]

# docker build .                      the gateway
# docker build . --target simulator   the stand-in for Freebit
#
# Node 24: of the lines that the gateway is tested on, the one with the longest support (April 2028), and the fastest.
FROM node:24.21-bookworm-slim AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts

FROM dependencies AS build
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src src
COPY simulator simulator
RUN npm run build

# The typescript that Nest may use if it is there counts as optional.
FROM dependencies AS production-dependencies
RUN npm prune --omit=dev --omit=optional --ignore-scripts

# Needs nothing but Node. Nothing protects it, so it belongs on a loopback address or a private network.
FROM base AS simulator
COPY --from=build /app/dist-simulator dist-simulator
ENV HOST=0.0.0.0 PORT=4010
EXPOSE 4010
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/__sim').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist-simulator/main.js"]

# Runs as production unless told otherwise, and so refuses to start as long as nobody could get in; compose, which is a
# sandbox on loopback, says `development`. Writes no file: the file system may be read-only. CMD is in exec form, so
# that SIGTERM reaches Node and writes in flight come to their end; give it 60 seconds.
FROM base AS gateway
COPY --from=production-dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
EXPOSE 3000
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]

# The server as an image: `docker build -t helpdesk .` How to run it: docs/operations.md, *Containers*.
# server/system/container.test.ts runs these commands in an empty folder.

# Node in the version that package.json pins. No package runs an install script: better-sqlite3 brings its binaries, and
# the package `node` would only download the Node that is here.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

# Node without npm.
FROM debian:bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATABASE_URL=sqlite:/data/helpdesk.db
RUN install -d -o 1000 -g 1000 -m 700 /data
COPY --from=build /usr/local/bin/node /usr/local/bin/
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# As a number, in which an orchestrator sees that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "require('node:http').get({ port: process.env.PORT, path: '/readyz' }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))"]
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=1024", "dist/server/main.js"]

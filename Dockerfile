# syntax=docker/dockerfile:1
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund

FROM packages AS build
COPY . .
RUN npm run build && node bin/node.mjs bin/setup/container.ts

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Gatehouse" \
      org.opencontainers.image.description="Security governance for machine learning" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# Owned by root and run by node: a process that was taken over cannot change the program.
COPY --from=build /app/.next/standalone ./
ENV NODE_ENV=production GATEHOUSE_HOST=0.0.0.0 PORT=3000
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "bin/serve.ts"]

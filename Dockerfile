FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# The image is the Node that runs, so the one in optionalDependencies stays out.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

COPY blocks ./blocks
COPY handlers ./handlers
COPY src ./src

USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT ?? 3001}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'pg-boss', 'pg-copy-streams', 'pino', '@node-rs/argon2', '@prisma/client', '@prisma/adapter-pg'],
};

import { join } from 'node:path';

const checkout = join(import.meta.dirname, '..', '..', '..');

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: checkout,
  turbopack: { root: checkout },
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};

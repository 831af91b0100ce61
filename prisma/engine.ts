/**
 * Prisma's schema engine, compiled to WebAssembly and taken from the npm registry: the same engine as the
 * command line's, without a download from anywhere else.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import * as runtime from '@prisma/schema-engine-wasm/schema_engine_bg';

export const migrationsFolder = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

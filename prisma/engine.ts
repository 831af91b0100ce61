/**
 * Prisma's schema engine compiled to WebAssembly, taken from the npm registry: the command line's own engine
 * without a download from anywhere else, so Gatehouse installs behind a closed network.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as runtime from '@prisma/schema-engine-wasm/schema_engine_bg';

const prismaFolder = dirname(fileURLToPath(import.meta.url));
export const migrationsFolder = join(prismaFolder, 'migrations');

/** Connection fields for a driver. A connection string would make the engine's shadow database the real one. */
export function connectionFields(url: string) {
  const at = new URL(url);
  const host = at.searchParams.get('host') ?? (decodeURIComponent(at.hostname) || 'localhost');
  return {
    host,
    port: Number(at.port || 5432),
    user: decodeURIComponent(at.username),
    password: decodeURIComponent(at.password),
    database: decodeURIComponent(at.pathname.slice(1)),
    ssl: ['require', 'verify-ca', 'verify-full'].includes(at.searchParams.get('sslmode') ?? '')
      ? { rejectUnauthorized: at.searchParams.get('sslmode') !== 'require' }
      : undefined,
  };
}

/** The models as the engine wants them: [path, text] for schema.prisma and each noun. */
export async function datamodels(): Promise<[string, string][]> {
  const models = (await readdir(join(prismaFolder, 'models'))).filter((name) => name.endsWith('.prisma')).sort();
  const files = ['schema.prisma', ...models.map((name) => join('models', name))];
  return Promise.all(files.map(async (file): Promise<[string, string]> => [file, await readFile(join(prismaFolder, file), 'utf8')]));
}

/** The names of the migrations in the folder, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The migrations folder, loaded. */
export async function migrationList() {
  const names = await migrationNames();
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

/**
 * Prisma's adapter with what the schema engine needs beside it: Postgres's one-byte type "char" is read through text, as the
 * adapter refuses it; a script goes to the server whole, as one transaction, where the adapter cuts it at every semicolon, those
 * in functions and comments included; and with `maxUses: 1` no idle connection forbids the dropping of the shadow database.
 */
class SchemaAdapter extends PrismaPg {
  override async connect() {
    return mended(await super.connect());
  }
  override async connectToShadowDb() {
    return mended(await super.connectToShadowDb());
  }
}

type Connected = Awaited<ReturnType<PrismaPg['connect']>>;

function mended(adapter: Connected): Connected {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const sql = query.sql.replace(/\b(?:constr\.contype|con\.conf(?:del|upd)type)\b/g, (column) => `${column}::text`);
    const result = await queryRaw({ ...query, sql });
    const oneByte = (name: string) => ['constraint_type', 'confdeltype', 'confupdtype'].includes(name);
    return {
      ...result,
      columnTypes: result.columnTypes.map((type, at) => (oneByte(result.columnNames[at] ?? '') ? ColumnTypeEnum.Character : type)),
    };
  };
  const pool = adapter.underlyingDriver();
  adapter.executeScript = async (script) => {
    for (const part of /^\s*(CREATE|DROP) DATABASE/.test(script) ? script.split(';').filter((each) => each.trim()) : [script])
      await pool.query(part);
  };
  return adapter;
}

let loading: Promise<void> | undefined;

/** Once a process: a second instance would take the runtime's memory away from what the first has yet to finish. */
async function load(): Promise<void> {
  const require = createRequire(import.meta.url);
  const bytes = await readFile(join(dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': runtime as unknown as WebAssembly.ModuleImports });
  runtime.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

/** The engine, bound to the database at `url` (its owner's). Free it when done. */
export async function schemaEngine(url: string) {
  loading ??= load();
  await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new SchemaAdapter({ ...connectionFields(url), maxUses: 1 }));
  return runtime.SchemaEngine.new({ datamodels: await datamodels() }, () => undefined, adapter);
}

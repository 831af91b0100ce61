/**
 * Brings a database up to date: migrations by the schema engine, the job queue's tables, and the role with which
 * the application connects. Run with the owner's connection; the server itself never holds it.
 */
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { installCatalogue } from './catalogue.ts';
import { connectionFields, migrationList, migrationNames, schemaEngine } from './engine.ts';
import { installGates } from './gates.ts';
import { installTemplates } from './templates.ts';

/** The login role of the application: owns nothing, may not bypass row-level security. */
export const applicationRole = 'gatehouse_app';

const schemaFilter = { externalTables: [], externalEnums: [] };

async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionFields(ownerUrl));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Applies what is missing, oldest first, and writes the built-in catalogue where there is none and the built-in review templates that are missing;
 * returns the names applied. One runner at a time: others wait.
 */
export async function applyMigrations(ownerUrl: string): Promise<string[]> {
  return asOwner(ownerUrl, async (lock) => {
    await lock.query("SELECT pg_advisory_lock(hashtext('gatehouse.migrations'))");
    await lock.query(createApplicationGroup);
    const boss = new PgBoss({ ...connectionFields(ownerUrl), supervise: false, schedule: false });
    await boss.start();
    await boss.stop({ graceful: false });
    await lock.query(grantQueue);
    const engine = await schemaEngine(ownerUrl);
    try {
      const output = await engine.applyMigrations({ migrationsList: await migrationList(), filters: schemaFilter });
      await installCatalogue(ownerUrl);
      await installGates(ownerUrl);
      await installTemplates(ownerUrl);
      return output.appliedMigrationNames;
    } finally {
      engine.free();
    }
  });
}

/** The names of the migrations in the folder that the database at `url` has not finished. */
export async function pendingMigrations(url: string): Promise<string[]> {
  return asOwner(url, async (client) => {
    const table = await client.query("SELECT to_regclass('public._prisma_migrations') AS found");
    if (table.rows[0]?.found === null) return migrationNames();
    const done = await client.query(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const finished = new Set(done.rows.map((row: { migration_name: string }) => row.migration_name));
    return (await migrationNames()).filter((name) => !finished.has(name));
  });
}

/** Gives the application's role this password and returns the URL with which it connects. */
export async function prepareApplicationRole(ownerUrl: string, password: string): Promise<string> {
  await asOwner(ownerUrl, async (client) => {
    await client.query(createApplicationGroup);
    const { rows } = await client.query('SELECT rolsuper OR rolbypassrls AS mighty FROM pg_roles WHERE rolname = $1', [applicationRole]);
    if (rows[0]?.mighty)
      throw new Error(
        `The role ${applicationRole} may bypass row-level security. Take that from it: ALTER ROLE ${applicationRole} NOSUPERUSER NOBYPASSRLS`,
      );
    // Attributes are asked for, not set: an owner that is no superuser may not even set them to what they are.
    await client.query(`ALTER ROLE ${applicationRole} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  });
  const url = new URL(ownerUrl);
  url.username = applicationRole;
  url.password = encodeURIComponent(password);
  return url.href;
}

const createApplicationGroup = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${applicationRole}') THEN CREATE ROLE ${applicationRole} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`;

const grantQueue = `
GRANT USAGE ON SCHEMA pgboss TO ${applicationRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO ${applicationRole};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO ${applicationRole};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO ${applicationRole};`;

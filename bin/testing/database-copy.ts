/**
 * Loaded before each `*.db.test.ts`: a fresh copy of the migrated database for this worker. DATABASE_URL is the
 * application role's connection, as in the server; DATABASE_OWNER_URL is for arranging what a role may not.
 */
import { inject } from 'vitest';
import { withClient } from '#bin/running/database.ts';

const clusterUrl = inject('clusterUrl');
const name = `gatehouse_worker_${process.env.VITEST_POOL_ID ?? '1'}`;

await withClient(clusterUrl, async (client) => {
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${inject('template')}`);
});

const owner = new URL(clusterUrl);
owner.pathname = `/${name}`;
const application = new URL(owner);
application.username = 'gatehouse_app';
application.password = inject('applicationPassword');

process.env.DATABASE_OWNER_URL = owner.href;
process.env.DATABASE_URL = application.href;
process.env.GATEHOUSE_SECRET ??= 'a secret that only tests know, long enough';
process.env.GATEHOUSE_URL ??= 'http://localhost:3000';
process.env.LOG_LEVEL ??= 'silent';

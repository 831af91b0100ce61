/** Vitest's global set-up for `*.db.test.ts`: one cluster, and in it one migrated database that each test file gets a copy of. */
import type { TestProject } from 'vitest/node';
import { createDatabase } from '#bin/running/database.ts';
import { applyMigrations, prepareApplicationRole } from '#prisma/migrate.ts';
import { throwawayCluster } from './throwaway.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's connection to the cluster's maintenance database. */
    clusterUrl: string;
    template: string;
    applicationPassword: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await throwawayCluster();
  const template = 'gatehouse_template';
  const applicationPassword = 'application-password-of-a-test';
  await createDatabase(cluster, template);
  await applyMigrations(cluster.url(template));
  await prepareApplicationRole(cluster.url(template), applicationPassword);
  project.provide('clusterUrl', cluster.url('postgres'));
  project.provide('template', template);
  project.provide('applicationPassword', applicationPassword);
  return cluster.stop;
}

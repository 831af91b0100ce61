/** Writes the built-in review templates and policies into a database. */
import type pg from 'pg';
import { builtInPolicies } from '#lib/reviews/policies/rules.ts';
import { type BuiltInTemplate, builtInTemplates, contentOf } from '#lib/reviews/templates/built-in/schema.ts';
import { History } from './demo/history.ts';
import { insertRows, ownerTransaction } from './owner-transaction.ts';

/**
 * Adds the built-in templates and policies that a database has not, and the event of it, in one transaction over the owner's connection. What is there
 * stays as it is, whatever an organisation did with it: a newer version of a template is offered to people (lib/reviews/templates). Returns how many
 * of each were added.
 */
export async function installTemplates(
  ownerUrl: string,
  built: readonly BuiltInTemplate[] = builtInTemplates(),
  now = new Date(),
): Promise<{ templates: number; policies: number }> {
  return ownerTransaction(ownerUrl, 'template.installed', async (client) => {
    const keys = await known(client, 'SELECT key AS id FROM review_templates');
    const templates = built.filter(({ key }) => !keys.has(key));
    const ids = await known(client, 'SELECT id::text FROM review_policies');
    const policies = builtInPolicies.filter(({ id }) => !ids.has(id));
    if (templates.length + policies.length === 0) return { templates: 0, policies: 0 };
    const made = { built_in: true, created_at: now, updated_at: now, version: 1 };
    await insertRows(
      client,
      'review_templates',
      templates.map(({ key, subject }) => ({ key, subject, current: 1, enabled: true, ...made })),
    );
    await insertRows(
      client,
      'review_template_versions',
      templates.map((template) => ({ template: template.key, number: 1, content: contentOf(template), created_at: now, shipped: true })),
    );
    await insertRows(
      client,
      'review_policies',
      policies.map((policy) => ({ ...policy, ...made })),
    );
    const counts = { templates: templates.length, policies: policies.length };
    const history = new History('start');
    history.record({ event: 'template.installed', at: now, actorId: null, target: ['review_template', null], after: counts });
    await insertRows(client, 'audit_events', history.rows);
    return counts;
  });
}

async function known(client: pg.Client, query: string): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(query);
  return new Set(rows.map(({ id }) => id));
}

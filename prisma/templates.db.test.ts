import { expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { builtInPolicies } from '#lib/reviews/policies/rules.ts';
import { builtInTemplates, contentOf } from '#lib/reviews/templates/built-in/schema.ts';
import { installTemplates } from './templates.ts';

const ownerUrl = String(process.env.DATABASE_OWNER_URL);
const rows = async (text: string) => (await owner.query(text)).rows;
const built = builtInTemplates();

test('a migrated database has the built-in templates and policies, whole, and the event of it', async () => {
  const found = await rows(
    'SELECT t.key, t.subject, v.number, v.content, v.shipped FROM review_templates t JOIN review_template_versions v ON v.template = t.key AND v.number = t.current ORDER BY t.key',
  );
  const meant = built.map((each) => ({ key: each.key, subject: each.subject, number: 1, content: contentOf(each), shipped: true }));
  expect(found).toEqual(meant.sort((a, b) => (a.key < b.key ? -1 : 1)));
  const policies = await rows(
    'SELECT id::text, trigger, kinds, stages, severity, template, enabled FROM review_policies WHERE built_in ORDER BY id',
  );
  expect(policies).toEqual(builtInPolicies);
  expect(await rows("SELECT after FROM audit_events WHERE event = 'template.installed'")).toEqual([
    { after: { templates: built.length, policies: builtInPolicies.length } },
  ]);
});

test('what is there stays as it is; what a newer Gatehouse brings along beside it is added', async () => {
  await owner.query("UPDATE review_templates SET enabled = false WHERE key = 'model-release'");
  await owner.query('UPDATE review_policies SET enabled = false WHERE id = $1', [builtInPolicies[0]?.id]);
  expect(await installTemplates(ownerUrl)).toEqual({ templates: 0, policies: 0 });
  const [first] = built;
  if (!first) throw new Error('There are no built-in templates.');
  const newer = [{ ...first, name: 'Otherwise' }, ...built.slice(1), { ...first, key: 'brought-later' }];
  expect(await installTemplates(ownerUrl, newer)).toEqual({ templates: 1, policies: 0 });
  expect(
    await rows(`SELECT content ->> 'name' AS name FROM review_template_versions WHERE template IN ('${first.key}', 'brought-later')`),
  ).toEqual([{ name: first.name }, { name: first.name }]);
  expect(await rows("SELECT enabled FROM review_templates WHERE key = 'model-release'")).toEqual([{ enabled: false }]);
  expect(await rows('SELECT count(*)::int AS n FROM review_policies WHERE enabled AND built_in')).toEqual([
    { n: builtInPolicies.filter(({ enabled }) => enabled).length - 1 },
  ]);
});

import { call } from '@orpc/server';
import { expect, test, vi } from 'vitest';
import { sessionCookie } from '#lib/access/cookie.ts';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeLineage,
  makePerson,
  makeSession,
  makeTeam,
  makeVersion,
  type TestTeam,
} from '#lib/access/testing.ts';
import { handle } from '#lib/door.ts';
import { env } from '#lib/platform/env.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { imported } from '../fixtures/importing.ts';
import { importOperations } from '../imports/procedures.ts';
import { exportOperations } from './procedures.ts';
import type { ExportFormat } from './schema.ts';

async function exported(
  actor: Actor,
  format: ExportFormat,
  more: Record<string, string> = {},
): Promise<{ text: string; headers: Record<string, string> }> {
  const { headers, body } = await call(exportOperations.assets, { format, ...more }, { context: contextOf(actor) });
  return { headers, text: await new Response(body).text() };
}

/** An inventory with everything that an export must bring over, canaries included. */
async function inventory(team: TestTeam): Promise<void> {
  const person = await makePerson({ email: `owner-${team.key}@example.org` });
  const data = await makeAsset(team, {
    kind: 'dataset',
    key: 'payments',
    name: '=Payments "2026"',
    more: {
      tags: ['a;b', 'pii'],
      description: 'Two\nlines',
      owner_id: person.id,
      data_class: 'restricted',
      origin: 'connector',
      origin_ref: 'pkg:generic/payments',
    },
  });
  const model = await makeAsset(team, {
    kind: 'model',
    key: 'scoring',
    name: 'Scoring ünïcode',
    more: { stage: 'monitor', criticality: 5, exposure: 'partner' },
  });
  await makeAsset(team, { kind: 'repository', key: 'old', name: 'Old', more: { status: 'retired' } });
  const june = await makeVersion(data, {
    label: '2026-06',
    files: [{ path: 'a.csv', sha256: 'a'.repeat(64), size: 7 }],
    more: { metadata: { datasetCard: { rows: 7 } }, root_digest: null },
  });
  await makeVersion(model, { label: '1', more: { registered_at: '2026-01-01', purl: 'pkg:huggingface/bank/scoring@1' } });
  const two = await makeVersion(model, {
    label: '2',
    more: { registered_at: '2026-02-01', location: 's3://models/2', provenance: { builder: 'ci' } },
  });
  await makeLineage(two, june, 'trained_on');
}

const told = async (teamId: string) =>
  (
    await owner.query(
      `SELECT a.kind, a.key, a.name, a.description, a.owner_id, a.stage, a.criticality, a.exposure, a.data_class, a.tags, a.origin, a.origin_ref, a.status,
        (SELECT json_agg(json_build_array(v.label, v.location, v.purl, v.provenance, v.metadata, (SELECT json_agg(json_build_array(f.path, f.sha256, f.size)) FROM version_files f WHERE f.version_id = v.id)) ORDER BY v.registered_at, v.id) FROM asset_versions v WHERE v.asset_id = a.id) AS versions,
        (SELECT json_agg(json_build_array(fv.label, l.relation, ta.key, tv.label)) FROM asset_versions fv JOIN lineage l ON l.from_version_id = fv.id JOIN asset_versions tv ON tv.id = l.to_version_id JOIN assets ta ON ta.id = tv.asset_id WHERE fv.asset_id = a.id) AS relations
      FROM assets a WHERE team_id = $1 ORDER BY key`,
      [teamId],
    )
  ).rows;

for (const [format, more] of [
  ['json', {}],
  ['csv', { columns: 'complete' }],
  ['cyclonedx', {}],
] as const) {
  test(`an import of a ${format} export reproduces the inventory, and a second one changes nothing`, async () => {
    const [from, to] = [await makeTeam(), await makeTeam()];
    await inventory(from);
    const actor = await makeActor([from, 'lead'], [to, 'lead']);
    const { text } = await exported(actor, format, { ...more, team: from.key, status: 'active,retired' });
    const done = await imported(actor, to.id, `export.${format === 'csv' ? 'csv' : 'json'}`, text);
    expect(done).toMatchObject({ status: 'done', counts: { rows: { create: 3, rejected: 0 }, relations: { rejected: 0 } } });
    expect(await told(to.id)).toEqual(await told(from.id));
    const again = await imported(actor, to.id, `export.${format === 'csv' ? 'csv' : 'json'}`, text);
    expect(again.applied).toEqual({ created: 0, edited: 0, versions: 0, relations: 0, refusedRelations: 0 });
  });
}

test('an export honours the filters, tells only what the actor may read, and is recorded', async () => {
  const [mine, other] = [await makeTeam(), await makeTeam()];
  await makeAsset(mine, { key: 'a', name: 'Alpha' });
  await makeAsset(mine, { key: 'b', name: 'Beta', kind: 'dataset' });
  await makeAsset(other, { key: 'c', name: 'Canary of another team' });
  const actor = await makeActor([mine, 'viewer']);
  const { text, headers } = await exported(actor, 'csv', { kind: 'model', columns: 'name,key' });
  expect(text).toBe('Name,Key\r\nAlpha,a\r\n');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="gatehouse-assets-\d{4}-\d\d-\d\d\.csv"/);
  expect((await exported(actor, 'json', { sort: '-name' })).text).not.toContain('Canary');
  const { rows } = await owner.query("SELECT after FROM audit_events WHERE event = 'inventory.exported' AND actor_id = $1 ORDER BY at", [
    actor.id,
  ]);
  expect(rows.map((row) => row.after)).toEqual([
    { format: 'csv', columns: ['name', 'key'], filter: { kind: ['model'] }, count: 1 },
    { format: 'json', filter: {}, count: 2 },
  ]);
});

test('an export that nobody takes to the end gives its connection back', async () => {
  const team = await makeTeam();
  await makeAsset(team);
  const actor = await makeActor([team, 'viewer']);
  for (let at = 0; at < 12; at += 1) {
    const { body } = await call(exportOperations.assets, { format: 'json' }, { context: contextOf(actor) });
    await body.cancel();
  }
  expect((await exported(actor, 'json')).text).toContain('gatehouse-inventory');
});

test('downloads that stand still give their places to others after a minute', async () => {
  const team = await makeTeam();
  await makeAsset(team);
  const actor = await makeActor([team, 'viewer']);
  const begin = () => call(exportOperations.assets, { format: 'json' }, { context: contextOf(actor) });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    for (let at = 0; at < 3; at += 1) await begin();
    await refusal(begin(), 'too_many');
    const again = () => begin().catch(() => null);
    let free = await again();
    // The minute begins when the first piece is ready, which takes a few turns of the database.
    for (let minutes = 0; !free && minutes < 20; minutes += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      free = await again();
    }
    expect(await new Response(free?.body).text()).toContain('gatehouse-inventory');
  } finally {
    vi.useRealTimers();
  }
});

test('the template is a CSV with a header', async () => {
  const actor = await makeActor([await makeTeam(), 'viewer']);
  const { body } = await call(exportOperations.template, {}, { context: contextOf(actor) });
  expect(await new Response(body).text()).toMatch(/^Key,Name,Kind,/);
});

test('whoever may not import sees the imports of the team and cannot go on with them', async () => {
  const team = await makeTeam();
  const done = await imported(await makeActor([team, 'lead']), team.id, 'a.csv', 'Key,Name,Kind\na,A,model\n');
  const viewer = await makeActor([team, 'viewer']);
  const { rows } = await call(importOperations.list, {}, { context: contextOf(viewer) });
  expect(rows.map((row) => [row.id, row.status])).toEqual([[done.id, 'done']]);
  expect((await call(importOperations.get, { id: done.id }, { context: contextOf(viewer) })).mayGoOn).toBe(false);
  expect((await eventsOf({ id: done.id })).map((event) => event.event)).toEqual([
    'import.uploaded',
    'import.mapped',
    'import.configured',
    'import.reread',
    'import.read',
    'import.confirmed',
    'import.applied',
  ]);
});

test('through the door a file goes in as a stream with its input in the query, and one comes out as a download', async () => {
  const team = await makeTeam();
  const person = await makePerson({ roles: [[team, 'lead']] });
  await makeAsset(team, { key: 'a', name: 'Alpha' });
  const cookie = `${sessionCookie()}=${await makeSession(person)}`;
  const origin = env().GATEHOUSE_URL;
  const sent = await handle(
    new Request(`${origin}/api/v1/imports?teamId=${team.id}&fileName=a%20file.csv`, {
      method: 'POST',
      headers: { cookie, origin, host: new URL(origin).host, 'content-type': 'application/octet-stream' },
      body: new Blob(['Key,Name,Kind\n', 'b,Beta,model\n']).stream(),
      duplex: 'half',
    } as RequestInit),
  );
  expect([sent.status, Object.keys(await sent.json())]).toEqual([201, ['id']]);
  const { rows } = await owner.query('SELECT file_name, size::int FROM imports WHERE team_id = $1', [team.id]);
  expect(rows).toEqual([{ file_name: 'a file.csv', size: 27 }]);
  const taken = await handle(new Request(`${origin}/api/v1/assets/export?format=csv&columns=key`, { headers: { cookie } }));
  expect([taken.status, taken.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(taken.headers.get('content-disposition')).toContain('attachment; filename="gatehouse-assets-');
  expect(await taken.text()).toBe('Key\r\na\r\n');
});

test('the document of the interface tells what an upload takes in its query', async () => {
  const answer = await handle(new Request(`${env().GATEHOUSE_URL}/api/v1/spec.json`));
  const { paths } = (await answer.json()) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string; required: boolean }[] }>>;
  };
  expect(paths['/imports']?.['post']?.parameters?.map(({ name, in: place, required }) => [name, place, required])).toEqual([
    ['teamId', 'query', true],
    ['fileName', 'query', true],
  ]);
});

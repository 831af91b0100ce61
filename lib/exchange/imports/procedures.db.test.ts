import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makeLineage,
  makePerson,
  makeTeam,
  makeVersion,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { applied, imported, previewOf, readByGuess, rowsOf, uploadOf, viewOf } from '../fixtures/importing.ts';
import { csvTemplate } from '../write/csv-template.ts';
import { applyImport } from './applying/jobs.ts';
import { importOperations } from './procedures.ts';
import { readImport } from './reading/jobs.ts';

const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
const head = 'Key,Name,Kind,Stage,Criticality,Tags';

const assetsOf = async (teamId: string) =>
  (await owner.query<Record<string, unknown>>('SELECT * FROM assets WHERE team_id = $1 ORDER BY key', [teamId])).rows;
const eventsOfImport = async (id: string) =>
  (
    await owner.query<{ event: string; count: number }>(
      "SELECT event, count(*)::int AS count FROM audit_events WHERE operation_id = $1 AND target_type <> 'import' GROUP BY 1 ORDER BY 1",
      [id],
    )
  ).rows;

test('the template is previewed, applied and found again, with its versions and lineage', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const waiting = await previewOf(actor, team.id, 'template.csv', csvTemplate());
  expect(waiting.status).toBe('mapping');
  expect(waiting.csv?.guesses.map((guess) => guess.target)).toContain('relations');
  const preview = await readByGuess(actor, waiting);
  expect(preview.counts).toMatchObject({
    rows: { create: 5, update: 0, unchanged: 0, rejected: 0 },
    versions: { create: 5 },
    relations: { create: 4 },
  });
  expect(await assetsOf(team.id)).toEqual([]);
  const done = await applied(actor, preview.id);
  expect([done.status, done.error]).toEqual(['done', null]);
  expect(done.applied).toEqual({ created: 5, edited: 0, versions: 5, relations: 4, refusedRelations: 0 });
  const assets = await assetsOf(team.id);
  expect(assets.map((asset) => asset['key'])).toEqual([
    'card-payments-2026',
    'fraud-scoring',
    'fraud-training',
    'model-registry',
    'scoring-cluster',
  ]);
  expect(assets[1]).toMatchObject({
    kind: 'model',
    stage: 'monitor',
    criticality: 5,
    exposure: 'partner',
    data_class: 'confidential',
    tags: ['fraud'],
  });
  expect(await eventsOfImport(preview.id)).toEqual([
    { event: 'asset.registered', count: 5 },
    { event: 'lineage.recorded', count: 4 },
    { event: 'version.registered', count: 5 },
  ]);
  const { rows: chunks } = await owner.query('SELECT 1 FROM import_chunks WHERE import_id = $1', [preview.id]);
  expect(chunks).toEqual([]);
});

test('the same file a second time changes nothing, and its columns are remembered', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  await imported(actor, team.id, 'template.csv', csvTemplate());
  const before = await assetsOf(team.id);
  const again = await previewOf(actor, team.id, 'template.csv', csvTemplate());
  expect(again).toMatchObject({
    status: 'preview',
    csv: { remembered: true },
    counts: { rows: { unchanged: 5, update: 0, create: 0 }, relations: { unchanged: 4, create: 0 } },
  });
  const done = await applied(actor, again.id);
  expect(done.applied).toEqual({ created: 0, edited: 0, versions: 0, relations: 0, refusedRelations: 0 });
  expect(await eventsOfImport(again.id)).toEqual([]);
  expect(await assetsOf(team.id)).toEqual(before);
});

test('a known key is changed field by field, in the fields that the file speaks of alone', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const asset = await makeAsset(team, { key: 'scoring', name: 'Scoring', more: { tags: ['old'], description: 'stays' } });
  const view = await readByGuess(
    actor,
    await previewOf(actor, team.id, 'a.csv', csv(head, 'scoring,Fraud scoring,model,monitor,5,new; old', 'other,Other,dataset,,,')),
  );
  const [changed, created] = await rowsOf(actor, view.id);
  expect(changed).toMatchObject({
    action: 'update',
    assetId: asset.id,
    changes: { name: ['Scoring', 'Fraud scoring'], criticality: [3, 5], tags: [['old'], ['new', 'old']] },
    notes: [expect.stringMatching(/^Its stage was left as it is/)],
  });
  expect(Object.keys(changed?.changes ?? {})).toHaveLength(3);
  expect(created).toMatchObject({ action: 'create', key: 'other', place: 'line 3' });
  await applied(actor, view.id);
  const after = (await assetsOf(team.id)).find((each) => each['key'] === 'scoring');
  expect(after).toMatchObject({
    name: 'Fraud scoring',
    stage: 'develop',
    criticality: 5,
    tags: ['new', 'old'],
    description: 'stays',
    version: 2,
  });
  const [event] = await eventsOf(asset);
  expect(event).toMatchObject({
    event: 'asset.edited',
    actor_id: actor.id,
    operation_id: view.id,
    before: { name: 'Scoring', criticality: 3 },
    after: { name: 'Fraud scoring', criticality: 5 },
  });
});

test('rows of kinds outside the trade are rejected one by one, with the reason', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'data_scientist']);
  const view = await readByGuess(
    actor,
    await previewOf(actor, team.id, 'a.csv', csv(head, 'm,M,model,,,', 'i,I,infrastructure,,,', 'x,X,spaceship,,,')),
  );
  expect(view.counts?.rows).toEqual({ create: 1, update: 0, unchanged: 0, rejected: 2 });
  const rejected = await rowsOf(actor, view.id, { action: 'rejected' });
  expect(rejected.map((row) => [row.place, row.reason])).toEqual([
    ['line 3', expect.stringContaining('kind infrastructure')],
    ['line 4', expect.stringContaining('"spaceship"')],
  ]);
  const { headers, body } = await call(importOperations.rejected, { id: view.id }, { context: contextOf(actor) });
  expect(headers['content-disposition']).toContain('rejected.csv');
  expect(await new Response(body).text()).toContain('Row,line 4,row,');
});

test('an asset that changed after the preview is not overwritten: the preview is made anew', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const asset = await makeAsset(team, { key: 'scoring', name: 'Scoring' });
  const view = await readByGuess(
    actor,
    await previewOf(actor, team.id, 'a.csv', csv(head, 'scoring,Fraud scoring,model,,,', 'new,New,model,,,')),
  );
  await owner.query("UPDATE assets SET name = 'Somebody was faster', version = version + 1 WHERE id = $1", [asset.id]);
  const conflicting = await applied(actor, view.id);
  expect(conflicting).toMatchObject({ status: 'reading', notice: expect.stringContaining('changed after this preview') });
  expect((await assetsOf(team.id)).map((each) => each['name'])).toEqual(['Somebody was faster']);
  await readImport({ ids: { importId: view.id, actorId: actor.id }, lastAttempt: true });
  const [row] = await rowsOf(actor, view.id);
  expect(row?.changes).toEqual({ name: ['Somebody was faster', 'Fraud scoring'] });
  expect((await applied(actor, view.id)).status).toBe('done');
});

test('a key that was registered after the preview is a conflict too', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'a.csv', csv(head, 'new,New,model,,,')));
  await makeAsset(team, { key: 'new', name: 'By hand' });
  expect((await applied(actor, view.id)).status).toBe('reading');
  expect((await assetsOf(team.id)).map((each) => each['name'])).toEqual(['By hand']);
});

test('an apply that is killed leaves nothing half done and is started again', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'template.csv', csvTemplate()));
  await call(importOperations.apply, { id: view.id }, { context: contextOf(actor) });
  await owner.query(
    'CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; CREATE TRIGGER die BEFORE INSERT ON lineage FOR EACH STATEMENT EXECUTE FUNCTION die()',
  );
  const ids = { importId: view.id, actorId: actor.id };
  await expect(applyImport({ ids, lastAttempt: false })).rejects.toThrow();
  expect([(await viewOf(actor, view.id)).status, await assetsOf(team.id), await eventsOfImport(view.id)]).toEqual(['applying', [], []]);
  await owner.query('DROP TRIGGER die ON lineage; DROP FUNCTION die()');
  await applyImport({ ids, lastAttempt: false });
  expect((await viewOf(actor, view.id)).status).toBe('done');
  expect(await assetsOf(team.id)).toHaveLength(5);
});

test('rights are those of the moment at which the job runs', async () => {
  const team = await makeTeam();
  const person = await makePerson({ roles: [[team, 'lead']] });
  const actor = await actorOf(person);
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'template.csv', csvTemplate()));
  await call(importOperations.apply, { id: view.id }, { context: contextOf(actor) });
  await giveRole(person, team, 'viewer');
  await applyImport({ ids: { importId: view.id, actorId: person.id }, lastAttempt: true });
  expect(await viewOf(actor, view.id)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('may no longer'),
    retryHelps: true,
  });
  expect(await assetsOf(team.id)).toEqual([]);
});

test('the job of somebody who was deactivated meanwhile ends the import, and writes nothing', async () => {
  const team = await makeTeam();
  const person = await makePerson({ roles: [[team, 'lead']] });
  const actor = await actorOf(person);
  const { id } = await call(
    importOperations.start,
    { teamId: team.id, fileName: 'template.csv' },
    { context: { ...contextOf(actor), upload: uploadOf(csvTemplate()) } },
  );
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
  await readImport({ ids: { importId: id, actorId: person.id }, lastAttempt: false });
  expect(await viewOf(await makeActor([team, 'viewer']), id)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('may no longer'),
  });
});

test('a viewer may not import, and another team is not there', async () => {
  const [team, other] = [await makeTeam(), await makeTeam()];
  const viewer = await makeActor([team, 'viewer']);
  const start = (actor: typeof viewer, teamId: string) =>
    call(importOperations.start, { teamId, fileName: 'a.csv' }, { context: { ...contextOf(actor), upload: uploadOf('Key\n1\n') } });
  await refusal(start(viewer, team.id), 'forbidden');
  const lead = await makeActor([team, 'lead']);
  await refusal(start(lead, other.id), 'not_found');
  const view = await previewOf(lead, team.id, 'a.csv', csvTemplate());
  await refusal(viewOf(await makeActor([other, 'lead']), view.id), 'not_found');
  await refusal(
    call(importOperations.apply, { id: view.id }, { context: contextOf(await makeActor([team, 'viewer'], [other, 'lead'])) }),
    'forbidden',
  );
});

test('a discarded import keeps no file and no rows, and takes no further step', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'template.csv', csvTemplate()));
  expect((await call(importOperations.discard, { id: view.id }, { context: contextOf(actor) })).status).toBe('cancelled');
  for (const table of ['import_chunks', 'import_rows', 'import_versions', 'import_relations'])
    expect((await owner.query(`SELECT 1 FROM ${table} WHERE import_id = $1`, [view.id])).rows, table).toEqual([]);
  await refusal(call(importOperations.apply, { id: view.id }, { context: contextOf(actor) }), 'conflict');
});

test('a circle is refused arrow by arrow, and the rest is imported', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const lines = csv(
    'Key,Name,Kind,Relations',
    'a,A,model,derived_from:b',
    'b,B,model,derived_from:c',
    'c,C,model,derived_from:a; trained_on:d',
    'd,D,dataset,',
  );
  const done = await imported(actor, team.id, 'a.csv', lines);
  expect(done.applied).toMatchObject({ created: 4, versions: 4, relations: 3, refusedRelations: 1 });
  const refused = (await rowsOf(actor, done.id)).flatMap((row) => row.relations.filter((relation) => relation.action === 'rejected'));
  expect(refused).toEqual([
    { relation: 'derived_from', target: 'a', name: 'A', action: 'rejected', reason: expect.stringContaining('circle') },
  ]);
});

test('a file cannot close a circle through a deployment, nor through what its importer does not see', async () => {
  const [team, neighbours, hidden] = [await makeTeam(), await makeTeam(), await makeTeam()];
  const actor = await makeActor([team, 'lead'], [neighbours, 'viewer']);
  const round = csv(
    'Key,Name,Kind,Relations',
    'm,M,model,deployed_to:e; evaluated_on:d',
    'e,E,infrastructure,',
    'd,D,dataset,derived_from:e',
    'f,F,model,trained_on:d; deployed_to:e',
  );
  const done = await imported(actor, team.id, 'a.csv', round);
  expect(done.applied).toMatchObject({ relations: 4, refusedRelations: 1 });
  const own = await makeVersion(await makeAsset(team, { key: 'own', name: 'Own' }));
  const near = await makeVersion(await makeAsset(neighbours, { key: 'near' }));
  const far = await makeVersion(await makeAsset(hidden));
  await makeLineage(near, far);
  await makeLineage(far, own);
  const through = await imported(
    actor,
    team.id,
    'b.csv',
    csv('Key,Name,Kind,Relations', `own,Own,model,derived_from:${neighbours.key}/near`),
  );
  expect(through.applied).toMatchObject({ relations: 0, refusedRelations: 1 });
});

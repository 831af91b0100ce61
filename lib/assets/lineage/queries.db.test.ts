import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Kind } from '#lib/access/kinds.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeLineage, makeTeam, makeVersion, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { lineageOperations as lineage } from './procedures.ts';

let team: TestTeam;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });

async function version(name: string, kind: Kind = 'model', of: TestTeam = team) {
  const asset = await makeAsset(of, { kind, name });
  return { ...(await makeVersion(asset, { label: '1' })), asset };
}

const namesOf = (graph: { nodes: { version: { asset: { name: string } } | null }[] }) =>
  graph.nodes.map((node) => node.version?.asset.name ?? 'outside').sort();

test('upstream is what a version came from, downstream where it and what came of it went', async () => {
  const [data, model, tuned, endpoint] = [
    await version('data', 'dataset'),
    await version('model'),
    await version('tuned'),
    await version('endpoint', 'infrastructure'),
  ];
  const sibling = await version('sibling');
  await makeLineage(model, data, 'trained_on');
  await makeLineage(tuned, model, 'derived_from');
  await makeLineage(tuned, endpoint, 'deployed_to');
  await makeLineage(sibling, data, 'trained_on');
  const of = (id: string, direction: 'upstream' | 'downstream' | 'both') => call(lineage.get, { id, direction }, as(lead));
  expect(namesOf(await of(tuned.asset.id, 'upstream'))).toEqual(['data', 'model', 'tuned']);
  expect(namesOf(await of(tuned.asset.id, 'both'))).toEqual(['data', 'endpoint', 'model', 'tuned']);
  expect(namesOf(await of(data.asset.id, 'downstream'))).toEqual(['data', 'endpoint', 'model', 'sibling', 'tuned']);
  expect(namesOf(await of(endpoint.asset.id, 'upstream'))).toEqual(['data', 'endpoint', 'model', 'tuned']);
  const near = await call(lineage.get, { id: data.asset.id, direction: 'downstream', depth: 1 }, as(lead));
  expect([namesOf(near), near.cut]).toEqual([['data', 'model', 'sibling'], true]);
  const focused = await call(lineage.get, { id: tuned.asset.id, direction: 'upstream', focus: model.id }, as(lead));
  expect(namesOf(focused)).toEqual(['data', 'model']);
});

test('what lies outside the teams is there without a name, an id or anything beyond it', async () => {
  const hiddenTeam = await makeTeam();
  const [mine, hidden, beyond] = [
    await version('mine'),
    await version('canary', 'dataset', hiddenTeam),
    await version('beyond', 'dataset', hiddenTeam),
  ];
  await makeLineage(mine, hidden, 'trained_on');
  await makeLineage(hidden, beyond, 'derived_from');
  const graph = await call(lineage.get, { id: mine.asset.id }, as(lead));
  expect(namesOf(graph)).toEqual(['mine', 'outside']);
  expect(graph.edges).toMatchObject([{ from: mine.id, to: 'outside-2', relation: 'trained_on' }]);
  expect(JSON.stringify(graph)).not.toContain(hidden.id);
  expect(JSON.stringify(graph)).not.toContain('canary');
  const theirs = await makeActor([hiddenTeam, 'viewer']);
  expect(namesOf(await call(lineage.get, { id: hidden.asset.id }, as(theirs)))).toEqual(['beyond', 'canary']);
  await refusal(call(lineage.get, { id: hidden.asset.id }, as(lead)), 'not_found');
  await refusal(call(lineage.get, { id: mine.asset.id, focus: hidden.id }, as(lead)), 'not_found');
});

test('a chain of 300 levels comes whole; a limit keeps the nearest and says so', async () => {
  const asset = await makeAsset(team);
  const ids = Array.from({ length: 301 }, () => newId());
  const others = await makeAsset(team);
  await owner.query(
    `INSERT INTO asset_versions (id, asset_id, team_id, label)
     SELECT id, CASE WHEN at = 1 THEN $1::uuid ELSE $2::uuid END, $3, at FROM unnest($4::uuid[]) WITH ORDINALITY AS each (id, at)`,
    [asset.id, others.id, team.id, ids],
  );
  await owner.query(
    `INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation)
     SELECT uuid7(), $1, a, b, 'derived_from' FROM unnest($2::uuid[], $3::uuid[]) AS each (a, b)`,
    [team.id, ids.slice(0, -1), ids.slice(1)],
  );
  const whole = await call(lineage.get, { id: asset.id }, as(lead));
  expect(whole.nodes.map((node) => node.id)).toEqual(ids);
  expect([whole.nodes.at(-1)?.distance, whole.edges.length, whole.cut]).toEqual([-300, 300, false]);
  const cut = await call(lineage.get, { id: asset.id, limit: 10 }, as(lead));
  expect([cut.nodes.map((node) => node.id), cut.edges.length, cut.cut]).toEqual([ids.slice(0, 10), 9, true]);
});

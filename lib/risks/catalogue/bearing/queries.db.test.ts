import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { catalogueOperations as catalogue } from '../procedures.ts';

let team: TestTeam;
let viewer: Actor;
let auditor: Actor;
// Of use on models from deployment on, and on nothing earlier.
const control = 'ai-red-teaming';
const as = (actor: Actor) => ({ context: contextOf(actor) });
const coverage = async (actor: Actor) => (await call(catalogue.control, { key: control }, as(actor))).coverage;

async function makeSafeguard(of: TestTeam, assetId: string, state: string): Promise<string> {
  const [id, reason] = [newId(), state === 'not_applicable' ? 'Because.' : null];
  await owner.query(
    'INSERT INTO safeguards (id, team_id, asset_id, control, state, reason, verified_by) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [...[id, of.id, assetId, control, state, reason], newId()],
  );
  return id;
}

beforeAll(async () => {
  const { controls } = await call(catalogue.controls, {}, as(await makeOrganisationActor('auditor')));
  if (!controls.some(({ key }) => key === control)) throw new Error('The built-in catalogue lacks what this test is about.');
  team = await makeTeam();
  const other = await makeTeam();
  viewer = await makeActor([team, 'viewer']);
  auditor = await makeOrganisationActor('auditor');
  const model = () => makeAsset(team, { kind: 'model', more: { stage: 'change' } });
  const [verified, planned] = [await model(), await model()];
  await makeSafeguard(team, planned.id, 'planned');
  await makeSafeguard(team, (await model()).id, 'not_applicable');
  await model();
  await makeAsset(team, { kind: 'model', more: { stage: 'change', status: 'retired' } });
  const early = await makeAsset(team, { kind: 'dataset', more: { stage: 'collect' } });
  await makeSafeguard(team, early.id, 'verified');
  await makeSafeguard(other, (await makeAsset(other, { kind: 'model', more: { stage: 'change' } })).id, 'implemented');
  const safeguard = await makeSafeguard(team, verified.id, 'verified');
  for (const [expires, removed] of [
    ['2999-01-01', null],
    [null, null],
    ['2020-01-01', null],
    ['2999-01-01', '2026-01-01'],
  ])
    await owner.query(
      `INSERT INTO evidence (id, team_id, safeguard_id, kind, title, content, expires_at, removed_at) VALUES ($1, $2, $3, 'text', 'T', 'C', $4, $5)`,
      [newId(), team.id, safeguard, expires, removed],
    );
});

test('a control counts the reader’s active assets on which it is of use, by how it stands there, and its evidence', async () => {
  expect(await coverage(viewer)).toEqual({
    ...{ assets: 4, verified: 1, implemented: 0, planned: 1, notApplicable: 1, none: 1 },
    evidence: { current: 2, expired: 1 },
  });
  expect(await coverage(auditor)).toMatchObject({ assets: 5, implemented: 1 });
});

test('an item of a framework adds up the controls that refer to it, or those that reduce the threats that do', async () => {
  const { references } = await call(catalogue.control, { key: control }, as(viewer));
  const [reference] = references;
  if (!reference) throw new Error('The control refers to nothing.');
  const { items } = await call(catalogue.framework, { key: reference.framework.key }, as(viewer));
  const item = items.find(({ id }) => id === reference.item.id);
  expect(item).toMatchObject({ through: 'reference' });
  expect(item?.coverage.verified).toBeGreaterThanOrEqual(1);
  expect(items.filter(({ through }) => through === 'nothing').every(({ coverage: { assets } }) => assets === 0)).toBe(true);
  const owasp = await call(catalogue.framework, { key: 'owasp-ml-2023' }, as(viewer));
  expect(new Set(owasp.items.map(({ through }) => through))).toEqual(new Set(['threat']));
});

test('a framework is exported with its coverage as CSV', async () => {
  const { headers, body } = await call(catalogue.exportFramework, { key: 'owasp-ml-2023' }, as(viewer));
  const lines = (await new Response(body).text()).trim().split('\r\n');
  expect(headers['content-disposition']).toContain('gatehouse-owasp-ml-2023.csv');
  expect(lines[0]).toMatch(/^item,name,section,threats,controls,served_by,assets,verified/);
  expect(lines).toHaveLength(11);
});

test('lists are narrowed by what their filters say, and ordered', async () => {
  const threats = async (input: Record<string, string>) => (await call(catalogue.threats, input, as(viewer))).threats;
  const all = await threats({});
  expect(
    (await threats({ kind: 'dataset', stage: 'collect' })).every(
      ({ kinds, stages }) => kinds.includes('dataset') && stages.includes('collect'),
    ),
  ).toBe(true);
  expect((await threats({ affects: 'availability' })).length).toBeLessThan(all.length);
  expect(await threats({ state: 'off' })).toEqual([]);
  expect(await threats({ origin: 'own' })).toEqual([]);
  expect((await threats({ framework: 'owasp-llm-2026', q: 'INJECTION prompt' })).map(({ key }) => key)).toContain('prompt-injection');
  const [first, ...rest] = (await threats({ sort: '-likelihood' })).map(({ likelihood }) => likelihood);
  expect(Math.max(...rest)).toBeLessThanOrEqual(first ?? 0);
  const { controls } = await call(catalogue.controls, { threat: 'prompt-injection' }, as(viewer));
  expect(controls.length).toBeGreaterThan(0);
});

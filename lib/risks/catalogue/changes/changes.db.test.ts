import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { builtInCatalogue } from '../data.ts';
import type { Catalogue } from '../file.ts';
import { catalogueOperations as catalogue } from '../procedures.ts';
import { applyChange } from './commands.ts';
import { previewChange } from './queries.ts';
import type { CatalogueChange } from './schema.ts';

let team: TestTeam;
let manager: Actor;
let viewer: Actor;
beforeAll(async () => {
  team = await makeTeam();
  manager = await makeOrganisationActor('security');
  viewer = await makeActor([team, 'viewer']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const preview = (change: CatalogueChange, actor = manager) => call(catalogue.preview, { change }, as(actor));
const apply = (change: CatalogueChange, seen?: string, actor = manager) => call(catalogue.change, { change, seen }, as(actor));
/** As a person does it: looks at what would move, and confirms. */
const make = async (change: CatalogueChange) => apply(change, (await preview(change)).seen);
const threat = (key: string) => call(catalogue.threat, { key }, as(manager));
const control = (key: string) => call(catalogue.control, { key }, as(manager));
const unique = (word: string) => `${word}-${newId().slice(-12)}`;

const words = { name: 'Own', summary: 'In short.', description: 'At length.', references: [] };
const ownThreat = (key = unique('threat')): Extract<CatalogueChange, { type: 'add-threat' }> => ({
  ...{ type: 'add-threat', key, ...words, affects: ['integrity'], likelihood: 2, applies: ['model:develop'] },
});
const ownControl = (against: string, key = unique('control')): Extract<CatalogueChange, { type: 'add-control' }> => ({
  ...{ type: 'add-control', key, ...words, evidence: 'A record.' },
  mitigates: [{ threat: against, reduces: 'likelihood', strength: 2, stages: [] }],
});

const eventsSince = async (moment: Date) =>
  (
    await owner.query<{ event: string; target_type: string; before: Record<string, unknown>; after: Record<string, unknown> }>(
      'SELECT event, target_type, before, after FROM audit_events WHERE at >= $1 AND target_type IN ($2, $3, $4, $5, $6) ORDER BY at, id',
      [moment, 'threat', 'control', 'framework', 'catalogue', 'settings'],
    )
  ).rows;

test('a threat and a control of one’s own are added, edited and told in the audit log', async () => {
  const started = new Date();
  const added = ownThreat();
  await make(added);
  const guard = ownControl(added.key);
  expect(await make(guard)).toMatchObject({ changes: 1, recalculation: expect.any(String) });
  expect(await threat(added.key)).toMatchObject({
    builtIn: false,
    version: 1,
    controls: [{ key: guard.key, strength: 2, shippedStrength: null }],
  });
  expect(await apply({ type: 'edit-threat', key: added.key, version: 1, name: 'Renamed' })).toEqual({ changes: 1, recalculation: null });
  expect(await apply({ type: 'edit-threat', key: added.key, version: 2, name: 'Renamed' })).toEqual({ changes: 0, recalculation: null });
  await make({ type: 'edit-mitigation', control: guard.key, version: 1, threat: added.key, strength: 3 });
  expect((await control(guard.key)).threats).toMatchObject([{ key: added.key, strength: 3 }]);
  expect(await eventsSince(started)).toMatchObject([
    { event: 'threat.added', after: { key: added.key, name: 'Own', likelihood: 2 } },
    { event: 'control.added', after: { key: guard.key, [`against ${added.key}`]: { strength: 2 } } },
    { event: 'threat.edited', before: { name: 'Own' }, after: { key: added.key, name: 'Renamed' } },
    {
      event: 'mitigation.edited',
      before: { [`against ${added.key}`]: { strength: 2 } },
      after: { [`against ${added.key}`]: { strength: 3 } },
    },
  ]);
});

test('what can move levels is seen first, and applied only while it is what was seen', async () => {
  const added = ownThreat();
  const refused = await refusal(apply(added), 'invalid');
  expect(Object.keys(refused.details.fields ?? {})).toEqual(['seen']);
  const { seen, movesLevels } = await preview(added);
  expect(movesLevels).toBe(true);
  await refusal(apply({ ...added, likelihood: 5 }, seen), 'conflict');
  await make(ownThreat());
  await refusal(apply(added, seen), 'conflict');
  await make(added);
  await refusal(make(added), 'conflict');
});

test('of two who edit at once the second is told what stands there now', async () => {
  const added = ownThreat();
  await make(added);
  const edits = ['One', 'Two'].map((name) => apply({ type: 'edit-threat', key: added.key, version: 1, name }));
  const outcomes = await Promise.allSettled(edits);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = outcomes.find((each) => each.status === 'rejected');
  const refused = await refusal(Promise.reject((lost as PromiseRejectedResult).reason), 'conflict');
  expect(refused.details.current).toMatchObject({ name: (await threat(added.key)).name, version: 2 });
});

test('built-in entries are switched off and on, never reworded; their strengths change and are set back', async () => {
  const [built] = builtInCatalogue().controls;
  const [first] = built?.mitigates ?? [];
  if (!built || !first) throw new Error('The built-in catalogue is empty.');
  await refusal(apply({ type: 'edit-control', key: built.key, version: 1, name: 'Mine' }), 'conflict');
  await refusal(apply({ type: 'edit-threat', key: first.threat, version: 1, likelihood: 1 }), 'conflict');
  const strength = (first.strength % 3) + 1;
  await make({ type: 'edit-mitigation', control: built.key, version: 1, threat: first.threat, strength });
  const effect = async () => (await control(built.key)).threats.find(({ key }) => key === first.threat);
  expect(await effect()).toMatchObject({ strength, shippedStrength: first.strength, reduces: first.reduces });
  await make({ type: 'edit-mitigation', control: built.key, version: 2, threat: first.threat, strength: first.strength });
  expect(await effect()).toMatchObject({ strength: first.strength });
  await make({ type: 'switch-control', key: built.key, version: 3, enabled: false });
  expect(await control(built.key)).toMatchObject({ enabled: false, version: 4 });
  await refusal(make({ type: 'switch-control', key: built.key, version: 3, enabled: true }), 'conflict');
  await make({ type: 'switch-control', key: built.key, version: 4, enabled: true });
});

test('a framework of one’s own is referred to by built-in entries too, and loses no item', async () => {
  const key = unique('policy');
  const items = [{ id: 'P-1', name: 'Keep secrets', section: 'One' }];
  await apply({ type: 'add-framework', key, name: 'Policy', edition: '2026', publisher: 'We', items });
  const [built] = builtInCatalogue().controls;
  if (!built) throw new Error('The built-in catalogue is empty.');
  const { version, references } = await control(built.key);
  const known = references.map(({ framework, item }) => `${framework.key}:${item.id}`);
  await apply({ type: 'edit-control', key: built.key, version, references: [...known, `${key}:P-1`] });
  expect(await call(catalogue.framework, { key }, as(viewer))).toMatchObject({
    items: [{ id: 'P-1', through: 'reference', controls: [{ key: built.key }] }],
  });
  await refusal(apply({ type: 'edit-control', key: built.key, version: version + 1, references: [`${key}:P-1`] }), 'invalid');
  await refusal(apply({ type: 'edit-control', key: built.key, version: version + 1, references: [...known, `${key}:P-2`] }), 'invalid');
  const other = [{ id: 'P-2', name: 'Other', section: 'One' }];
  await refusal(apply({ type: 'edit-framework', key, version: 1, items: other }), 'invalid');
  await apply({ type: 'edit-framework', key, version: 1, items: [...items, ...other] });
});

test('the matrix never becomes lower for more, and is refused with the cell named', async () => {
  const { matrix, version } = await call(catalogue.scoring, {}, as(viewer));
  const wrong = matrix.map((severity, at) => (at === 24 ? 1 : severity));
  const refused = await refusal(preview({ type: 'edit-scoring', version, matrix: wrong }), 'invalid');
  expect(refused.message).toContain('Likelihood 5 with impact 5 is low');
  const stricter = matrix.map((severity, at) => (at === 0 ? 2 : Math.max(2, severity)));
  await make({ type: 'edit-scoring', version, matrix: stricter, assessmentDays: 90 });
  expect(await call(catalogue.scoring, {}, as(viewer))).toEqual({ matrix: stricter, assessmentDays: 90, version: version + 1 });
  await refusal(preview({ type: 'edit-scoring', version, assessmentDays: 30 }), 'conflict');
  expect(await apply({ type: 'edit-scoring', version: version + 1, assessmentDays: 60 })).toMatchObject({ recalculation: null });
  await make({ type: 'edit-scoring', version: version + 2, matrix });
});

const newer = (): Catalogue => {
  const built = structuredClone(builtInCatalogue());
  const [gone, ...threats] = built.threats;
  const renamed = threats[0];
  const stronger = built.controls.find(({ mitigates }) => mitigates.length > 1);
  if (!gone || !renamed || !stronger?.mitigates[0] || !stronger.mitigates[1]) throw new Error('The built-in catalogue is empty.');
  renamed.name = 'Reworded';
  for (const each of stronger.mitigates.slice(0, 2)) each.strength = (each.strength % 3) + 1;
  const mitigates = (all: typeof stronger.mitigates) => all.filter((each) => each.threat !== gone.key);
  const fresh = { ...renamed, key: unique('fresh'), name: 'Fresh' };
  return {
    ...built,
    version: built.version + 1,
    threats: [...threats, fresh],
    controls: built.controls.map((each) => ({ ...each, mitigates: mitigates(each.mitigates) })),
  };
};

test('a newer built-in catalogue shows its difference, keeps what is the organisation’s own, and is applied once', async () => {
  const built = newer();
  const stronger = built.controls.find(({ mitigates }, at) => {
    const was = builtInCatalogue().controls[at];
    return mitigates.some((each) => was?.mitigates.some((one) => one.threat === each.threat && one.strength !== each.strength));
  });
  if (!stronger) throw new Error('No strength differs.');
  const was = await control(stronger.key);
  const [edited] = was.threats.filter(({ key, strength }) =>
    stronger.mitigates.some((each) => each.threat === key && each.strength !== strength),
  );
  if (!edited) throw new Error('No strength differs.');
  const mine =
    [1, 2, 3].find((each) => each !== edited.strength && each !== stronger.mitigates.find(({ threat: t }) => t === edited.key)?.strength) ??
    1;
  await make({ type: 'edit-mitigation', control: was.key, version: was.version, threat: edited.key, strength: mine });

  const change = { type: 'apply-built-in', to: built.version } as const;
  const shown = await previewChange(manager, change, built);
  const told = (what: string) => shown.changes.filter((each) => each.part === 'threat' && each.what === what).map(({ name }) => name);
  expect(told('added')).toEqual(['Fresh']);
  expect(told('changed')).toEqual(['Reworded']);
  expect(told('switched_off')).toEqual([builtInCatalogue().threats[0]?.name]);
  expect(shown.kept).toEqual([expect.stringContaining(`stays at strength ${mine} against ${edited.key}`)]);
  const act = { actorId: manager.id, requestId: newId(), operationId: newId() };
  await refusal(applyChange(manager, act, { change }, built), 'invalid');
  const started = new Date();
  await applyChange(manager, act, { change, seen: shown.seen }, built);
  expect((await eventsSince(started))[0]).toMatchObject({ event: 'catalogue.updated', after: { version: built.version, added: 1 } });
  expect((await control(was.key)).threats.find(({ key }) => key === edited.key)).toMatchObject({ strength: mine });
  expect((await threat(builtInCatalogue().threats[0]?.key ?? '')).enabled).toBe(false);
  await refusal(applyChange(manager, act, { change, seen: shown.seen }, built), 'conflict');
  expect(await call(catalogue.overview, {}, as(viewer))).toMatchObject({ version: built.version, newer: null });
});

const fileOf = (parts: object) => ({ type: 'apply-file', text: JSON.stringify(parts) }) as const;

test('a file of one’s own is taken whole, or refused with each wrong thing named', async () => {
  const [key, guard] = [unique('filed'), unique('guard')];
  const filed = {
    key,
    name: 'Filed',
    summary: 'S',
    description: 'D',
    affects: ['integrity'],
    likelihood: 3,
    applies: { model: ['develop'] },
  };
  const control = { key: guard, name: 'Guard', summary: 'S', description: 'D', evidence: 'E', references: [] };
  const mitigates = [{ threat: key, reduces: 'impact', strength: 1 }];
  const wrong = await refusal(preview(fileOf({ threats: [{ ...filed, references: ['atlas:AML.T9999', 'atlass:1'] }] })), 'invalid');
  expect(wrong.message).toContain(`Threat ${key} refers to AML.T9999, which framework atlas does not hold.`);
  expect(wrong.message).toContain('framework atlass');
  for (const text of ['{', '[]', '{"threats":[{}]}', '{"rats":[]}']) await refusal(preview({ type: 'apply-file', text }), 'invalid');
  const unknown = { ...control, mitigates: [{ ...mitigates[0], threat: 'nothing' }] };
  expect((await refusal(preview(fileOf({ controls: [unknown] })), 'invalid')).message).toContain('refers to threat nothing');
  const [built] = builtInCatalogue().threats;
  expect((await refusal(preview(fileOf({ threats: [{ ...built, name: 'Mine' }] })), 'conflict')).message).toContain('is built in');

  const file = fileOf({ threats: [{ ...filed, references: [] }], controls: [{ ...control, mitigates }] });
  const { changes, seen } = await preview(file);
  expect(changes).toMatchObject([
    { part: 'threat', key, what: 'added' },
    { part: 'control', key: guard, what: 'added' },
  ]);
  const started = new Date();
  await apply(file, seen);
  expect((await eventsSince(started)).map(({ event }) => event)).toEqual(['catalogue.imported', 'threat.added', 'control.added']);
  expect(await threat(key)).toMatchObject({ builtIn: false, controls: [{ key: guard, reduces: 'impact' }] });
});

test('what is exported can be imported, and changes nothing', async () => {
  const { body } = await call(catalogue.export, { only: 'all' }, as(viewer));
  const { changes } = await preview({ type: 'apply-file', text: await new Response(body).text() });
  expect(changes).toEqual([]);
});

test('changing takes the right in the whole organisation; reading is for whoever may read an asset', async () => {
  const change = ownThreat();
  for (const actor of [viewer, await makeActor([team, 'lead']), await makeOrganisationActor('auditor')]) {
    await refusal(preview(change, actor), 'forbidden');
    await refusal(apply(change, undefined, actor), 'forbidden');
  }
  await refusal(call(catalogue.threats, {}, as(await makeActor())), 'forbidden');
  await refusal(call(catalogue.threat, { key: 'nothing' }, as(viewer)), 'not_found');
  await refusal(call(catalogue.control, { key: 'nothing' }, as(viewer)), 'not_found');
  await refusal(call(catalogue.framework, { key: 'nothing' }, as(viewer)), 'not_found');
});

test('assets of other teams are counted for nobody', async () => {
  await makeAsset(team, { kind: 'model' });
  await makeAsset(await makeTeam(), { kind: 'model' });
  const [mine, all] = await Promise.all([viewer, manager].map((actor) => call(catalogue.threats, { kind: 'model' }, as(actor))));
  const most = (rows: { assets: number }[]) => Math.max(...rows.map(({ assets }) => assets));
  expect(most(mine?.threats ?? [])).toBe(1);
  expect(most(all?.threats ?? [])).toBeGreaterThan(1);
});

test('a file is judged by what stands in it: what others left behind does not keep it out', async () => {
  const added = ownThreat();
  await make({ ...added, applies: ['model:develop', 'model:deploy'] });
  const guard = ownControl(added.key);
  await make({ ...guard, mitigates: [{ threat: added.key, reduces: 'likelihood', strength: 1, stages: ['deploy'] }] });
  await make({ type: 'edit-threat', key: added.key, version: 1, applies: ['model:develop'] });
  const policy = { key: unique('book'), name: 'Book', edition: '1', publisher: 'We', items: [{ id: 'B-1', name: 'One', group: 'All' }] };
  await make(fileOf({ frameworks: [policy] }));
  const more = { ...policy, items: [{ id: 'B-2', name: 'Two', group: 'All' }] };
  await make(fileOf({ frameworks: [more] }));
  const { items } = await call(catalogue.framework, { key: policy.key }, as(viewer));
  expect(items.map(({ id }) => id)).toEqual(['B-2', 'B-1']);
});

import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeOrganisationActor, makeServiceActor, makeTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { gateOperations as gates } from '../procedures.ts';
import type { Requirement } from '../rules.ts';
import { makeGate, makeStanding } from '../testing.ts';
import { builtInRequirements, everyGate } from './rules.ts';

const gate = { kind: 'repository', stage: 'monitor' } as const;
const signals: Requirement = { key: 'signals', type: 'no_signal', level: 'high' };
const digests: Requirement = { key: 'digests', type: 'complete_digests' };
const as = (actor: Actor) => ({ context: contextOf(actor) });
let security: Actor;
beforeAll(async () => {
  security = await makeOrganisationActor('security');
});
const holds = async () => (await call(gates.policy, gate, as(security))).versions[0]?.number ?? 0;
const edit = async (requirements: Requirement[], actor = security, number?: number) =>
  call(gates.editPolicy, { ...gate, number: number ?? (await holds()), requirements }, as(actor));

test('every gate is there from the start, readable by whoever sees assets', async () => {
  const viewer = await makeActor([await makeTeam(), 'viewer']);
  const { gates: all, names } = await call(gates.policies, {}, as(viewer));
  expect(all.map(({ kind, stage }) => `${kind} ${stage}`)).toEqual(everyGate.map(({ kind, stage }) => `${kind} ${stage}`));
  const built = all.find(({ kind, stage }) => kind === 'dataset' && stage === 'validate');
  expect(built).toMatchObject({ number: 1, builtIn: true, requirements: builtInRequirements('dataset', 'validate') });
  expect(names.controls['dataset-provenance']).toBe('Dataset provenance record');
  expect((await call(gates.policy, gate, as(viewer))).mayEdit).toBe(false);
});

test('an edit is a new number, by whoever manages templates; what was is kept, and the event tells what differs', async () => {
  const before = await holds();
  const { number } = await edit([signals, digests]);
  expect(number).toBe(before + 1);
  expect((await edit([signals, digests])).number).toBe(number);
  await edit([{ ...signals, level: 'medium' }]);
  const { versions, mayEdit } = await call(gates.policy, gate, as(security));
  expect(mayEdit).toBe(true);
  expect(versions.slice(0, 2)).toMatchObject([
    { number: number + 1, builtIn: false, createdByName: security.name, requirements: [{ key: 'signals', level: 'medium' }] },
    { number, requirements: [signals, digests] },
  ]);
  const { rows } = await owner.query(
    "SELECT before, after FROM audit_events WHERE event = 'gate.edited' AND actor_id = $1 ORDER BY at DESC, id DESC LIMIT 1",
    [security.id],
  );
  expect(rows[0]).toMatchObject({
    before: { number, requirements: { signals, digests } },
    after: { kind: 'repository', stage: 'monitor', requirements: { signals: { level: 'medium' }, digests: null } },
  });
});

test('is refused to leads and machines, for what is not there, and where somebody was faster', async () => {
  const team = await makeTeam();
  await refusal(edit([signals], await makeActor([team, 'lead'])), 'forbidden');
  await refusal(edit([signals], await makeServiceActor(team)), 'forbidden');
  const unknown = await refusal(edit([signals, { key: 'controls', type: 'controls_verified', controls: ['no-such-control'] }]), 'invalid');
  expect(unknown.details.fields).toHaveProperty('requirements.1.controls');
  await refusal(edit([{ key: 'reviews', type: 'reviews_approved', templates: ['no-such-template'], subject: null, count: 1 }]), 'invalid');
  await expect(edit([signals, { ...digests, key: 'signals' }])).rejects.toThrow();
  const number = await holds();
  const outcomes = await Promise.allSettled([edit([digests], security, number), edit([], security, number)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await refusal(edit([signals], security, number), 'conflict')).details.current).toMatchObject({ number: number + 1 });
});

test('a number never changes and never goes', async () => {
  for (const text of ["UPDATE gate_policies SET requirements = '[]'", 'DELETE FROM gate_policies'])
    await expect(owner.query(text)).rejects.toMatchObject({ code: 'GH002' });
});

test('a preview counts what would pass and fail today, of what stands before the gate, and names what changes', async () => {
  const team = await makeTeam();
  await makeGate('infrastructure', 'change', [signals]);
  const [fine, bare, signalled] = [
    await makeStanding(team, { kind: 'infrastructure', stage: 'monitor', name: 'A fine cluster' }),
    await makeStanding(team, { kind: 'infrastructure', stage: 'monitor', name: 'B without a version' }),
    await makeStanding(team, { kind: 'infrastructure', stage: 'monitor', name: 'C with a signal' }),
  ];
  await owner.query('ALTER TABLE asset_versions DISABLE TRIGGER immutable');
  await owner.query('DELETE FROM asset_versions WHERE id = $1', [bare.version.id]);
  await owner.query('ALTER TABLE asset_versions ENABLE TRIGGER immutable');
  await insertRow('signals', { id: newId(), team_id: team.id, asset_id: signalled.asset.id, severity: 'high', title: 'Odd' });
  for (const other of [{ stage: 'deploy' as const }, { stage: 'monitor' as const, more: { status: 'retired' } }])
    await makeStanding(team, { kind: 'infrastructure', ...other });
  const preview = (requirements: Requirement[], actor = security) =>
    call(gates.preview, { kind: 'infrastructure', stage: 'change', requirements }, as(actor));
  expect(await preview([signals, digests])).toMatchObject({
    ...{ assets: 3, passing: 1, passingNow: 2, more: false },
    requirements: [
      { key: 'signals', met: 2, waived: 0 },
      { key: 'digests', met: 2, waived: 0 },
    ],
    changing: [{ id: bare.asset.id, name: 'B without a version', passes: false }],
  });
  expect(await preview([])).toMatchObject({ passing: 3, passingNow: 2, changing: [{ id: signalled.asset.id, passes: true }] });
  expect(await preview([{ ...signals, level: 'critical' }])).toMatchObject({ passing: 3 });
  expect((await preview([signals])).changing).toEqual([]);
  expect(fine.asset.kind).toBe('infrastructure');
  await refusal(preview([signals], await makeActor([team, 'lead'])), 'forbidden');
  expect(await call(gates.preview, { kind: 'infrastructure', stage: 'collect', requirements: [signals] }, as(security))).toMatchObject({
    assets: 0,
  });
});

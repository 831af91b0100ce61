import { call } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeOrganisationActor,
  makePerson,
  makeServiceActor,
  makeTeam,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { gateOperations as gates } from '../procedures.ts';
import type { Requirement } from '../rules.ts';
import { makeGate, makeStanding, type Standing } from '../testing.ts';
import { endWaivers, tellOfEnding } from './jobs.ts';
import { waiverOperations as waivers } from './procedures.ts';

const time = vi.hoisted(() => ({ now: null as Date | null }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => time.now ?? new Date() }));

const day = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const reason = 'The signal is about a feed that was closed last week.';
const signals: Requirement = { key: 'signals', type: 'no_signal', level: 'high' };
let team: TestTeam;
let scientist: Actor;
let person: TestPerson;
let security: Actor;
let standing: Standing;
const as = (actor: Actor) => ({ context: contextOf(actor) });

beforeAll(async () => {
  security = await makeOrganisationActor('security');
});
beforeEach(async () => {
  time.now = null;
  await makeGate('model', 'deploy', [signals, { key: 'digests', type: 'complete_digests' }]);
  team = await makeTeam();
  person = await makePerson({ roles: [[team, 'data_scientist']] });
  scientist = await actorOf(person);
  standing = await makeStanding(team, { name: 'Fraud scorer' });
  await insertRow('signals', { id: newId(), team_id: team.id, asset_id: standing.asset.id, severity: 'high', title: 'Odd' });
});

const ask = (given: { actor?: Actor; until?: string; requirement?: string; reason?: string } = {}) =>
  call(
    waivers.request,
    {
      assetId: standing.asset.id,
      stage: 'deploy',
      requirement: given.requirement ?? 'signals',
      reason: given.reason ?? reason,
      until: given.until ?? dayIn(30),
    },
    as(given.actor ?? scientist),
  );
const get = (id: string, actor = scientist) => call(waivers.get, { id }, as(actor));
const verdict = async () => (await call(gates.ofAsset, { id: standing.asset.id }, as(scientist))).verdict;
const grant = (id: string, actor = security, until?: string) => call(waivers.grant, { id, ...(until && { until }) }, as(actor));

describe('a waiver', () => {
  test('is asked for by one, granted by another, lifts its requirement alone, and is shown with the verdict', async () => {
    expect((await verdict())?.passed).toBe(false);
    const { id } = await ask();
    expect((await verdict())?.passed).toBe(false);
    expect(await call(gates.ofAsset, { id: standing.asset.id }, as(scientist))).toMatchObject({
      requested: [{ id, requirement: 'signals' }],
    });
    expect(await get(id)).toMatchObject({
      status: 'requested',
      title: 'No open signal that is high or worse',
      may: { decide: false, withdraw: true },
    });
    expect(await get(id, security)).toMatchObject({ may: { decide: true, withdraw: false } });
    await grant(id);
    expect(await verdict()).toMatchObject({
      passed: true,
      requirements: [
        { key: 'signals', met: false, waiver: { id, reason } },
        { key: 'digests', met: true, waiver: null },
      ],
    });
    expect((await eventsOf({ id })).map(({ event, actor_id }) => [event, actor_id])).toEqual([
      ['waiver.requested', scientist.id],
      ['waiver.granted', security.id],
    ]);
    const { rows } = await owner.query("SELECT event FROM notifications WHERE user_id = $1 AND event LIKE 'waiver.%'", [scientist.id]);
    expect(rows).toEqual([{ event: 'waiver.decided' }]);
    const outcome = await call(gates.promote, { id: standing.asset.id, version: 1, stage: 'deploy', versionId: null }, as(scientist));
    expect(outcome.verdict.gates[0]?.requirements[0]?.waiver?.id).toBe(id);
  });

  test('is decided by nobody who asked for it, owns the asset or did then, and by no administrator over that', async () => {
    const admin = await makePerson({ orgRole: 'admin', roles: [[team, 'lead']] });
    const acting = await actorOf(admin);
    const own = await ask({ actor: acting });
    expect((await refusal(grant(own.id, acting), 'forbidden')).message).toContain('own request');
    await refusal(call(waivers.refuse, { id: own.id, note: 'No.' }, as(acting)), 'forbidden');
    await call(waivers.withdraw, { id: own.id }, as(acting));
    await owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [standing.asset.id, admin.id]);
    const { id } = await ask();
    await refusal(grant(id, acting), 'forbidden');
    await owner.query('UPDATE assets SET owner_id = NULL WHERE id = $1', [standing.asset.id]);
    expect((await refusal(grant(id, acting), 'forbidden')).message).toContain('when this was asked for');
    const { deciders } = await get(id);
    expect(deciders.cannot.map(({ id: each }) => each).sort()).toEqual([admin.id, person.id].sort());
    await grant(id);
  });

  test('is asked for by whoever promotes such assets, and decided by whoever has the right; others do not find it', async () => {
    await refusal(ask({ actor: await makeActor([team, 'viewer']) }), 'forbidden');
    await refusal(ask({ actor: await makeActor([team, 'cloud_admin']) }), 'forbidden');
    await refusal(ask({ actor: await makeServiceActor(team, 'lead') }), 'forbidden');
    await refusal(ask({ actor: await makeActor([await makeTeam(), 'lead']) }), 'not_found');
    const { id } = await ask();
    await refusal(grant(id, await makeActor([team, 'lead'])), 'forbidden');
    const stranger = await makeActor([await makeTeam(), 'lead']);
    await refusal(get(id, stranger), 'not_found');
    await refusal(call(waivers.withdraw, { id }, as(stranger)), 'not_found');
    await refusal(call(waivers.withdraw, { id }, as(await makeActor([team, 'lead']))), 'forbidden');
  });

  test('holds for ninety days at most, from tomorrow, and no longer than was asked for', async () => {
    for (const until of [dayIn(0), dayIn(91)]) expect((await refusal(ask({ until }), 'invalid')).details.fields).toHaveProperty('until');
    await expect(ask({ reason: 'Because.' })).rejects.toThrow();
    expect((await refusal(ask({ requirement: 'nothing' }), 'invalid')).details.fields).toHaveProperty('requirement');
    const { id } = await ask({ until: dayIn(20) });
    await refusal(grant(id, security, dayIn(21)), 'invalid');
    await grant(id, security, dayIn(10));
    expect((await get(id)).until.slice(0, 10)).toBe(dayIn(10));
    const longest = await ask({ until: dayIn(90) });
    await grant(longest.id);
    expect(await get(id)).toMatchObject({ status: 'ended', endedNote: 'A renewal follows it.' });
  });

  test('waits once at a time, and is decided once', async () => {
    const { id } = await ask();
    await refusal(ask(), 'conflict');
    const outcomes = await Promise.allSettled([
      grant(id),
      call(waivers.refuse, { id, note: 'Mend it.' }, as(await makeOrganisationActor('security'))),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await refusal(grant(id), 'conflict');
    await refusal(call(waivers.withdraw, { id }, as(scientist)), 'conflict');
  });

  test('is revoked with a note, and its requirement holds again', async () => {
    const { id } = await ask();
    await grant(id);
    await call(waivers.revoke, { id, note: 'It was another feed.' }, as(security));
    expect(await get(id)).toMatchObject({ status: 'revoked', ender: { id: security.id }, endedNote: 'It was another feed.' });
    expect((await verdict())?.passed).toBe(false);
    await refusal(call(waivers.revoke, { id, note: 'Again.' }, as(security)), 'conflict');
  });

  test('ends by the clock before any job has run, and is written down and told by the job, once', async () => {
    const { id } = await ask({ until: dayIn(5) });
    await grant(id);
    expect(await tellOfEnding()).toBe(1);
    expect(await tellOfEnding()).toBe(0);
    time.now = new Date(Date.now() + 7 * day);
    expect(await get(id)).toMatchObject({ status: 'ended', endedNote: null });
    expect((await verdict())?.passed).toBe(false);
    expect(await endWaivers()).toBe(1);
    expect(await endWaivers()).toBe(0);
    expect(await get(id)).toMatchObject({ status: 'ended', endedNote: 'Its time passed.' });
    expect((await eventsOf({ id })).map(({ event }) => event)).toEqual([
      'waiver.requested',
      'waiver.granted',
      'waiver.noticed',
      'waiver.ended',
    ]);
  });

  test('lifts nothing once the gate asks for something else under its name, and is not granted then', async () => {
    const [first, second] = [await ask(), await ask({ requirement: 'digests' })];
    await grant(first.id);
    expect((await verdict())?.passed).toBe(true);
    await makeGate('model', 'deploy', [{ ...signals, level: 'medium' }]);
    expect((await verdict())?.passed).toBe(false);
    expect(await get(first.id)).toMatchObject({ status: 'granted', outdated: true });
    await refusal(grant(second.id), 'conflict');
  });

  test('is not asked for, nor granted, for a retired asset', async () => {
    const { id } = await ask();
    const lead = await makeActor([team, 'lead']);
    await call(assets.retire, { id: standing.asset.id }, as(lead));
    await refusal(ask({ requirement: 'digests' }), 'conflict');
    await refusal(grant(id), 'conflict');
    await call(waivers.refuse, { id, note: 'It is gone.' }, as(security));
  });
});

test('the list is cut to what the reader sees, filtered, counted and paged', async () => {
  const { id } = await ask();
  const second = await ask({ requirement: 'digests', until: dayIn(60) });
  await grant(second.id);
  const list = async (query: object, actor = scientist) => (await call(waivers.list, query, as(actor))).rows.map((row) => row.id);
  expect(await list({})).toEqual([second.id, id]);
  expect(await list({ sort: 'until' })).toEqual([id, second.id]);
  expect(await list({ status: 'granted' })).toEqual([second.id]);
  expect(
    await list({
      type: 'no_signal',
      q: 'fraud',
      stage: 'deploy',
      kind: 'model',
      team: team.key,
      asset: standing.asset.id,
      requester: person.id,
    }),
  ).toEqual([id]);
  expect(await list({ until: '40d' })).toEqual([id]);
  expect(await list({ decide: 'mine' })).toEqual([]);
  expect(await list({ decide: 'mine', team: team.key }, security)).toEqual([id]);
  const first = await call(waivers.list, { limit: 1 }, as(scientist));
  expect((await call(waivers.list, { limit: 1, after: first.next ?? '' }, as(scientist))).rows.map((row) => row.id)).toEqual([id]);
  expect(await call(waivers.total, {}, as(scientist))).toEqual({ total: 2, more: false });
  for (const facet of ['status', 'team', 'kind', 'stage', 'type', 'requester', 'decide', 'asset'] as const)
    expect((await call(waivers.facet, { facet }, as(scientist))).counts, facet).toBeDefined();
  const { counts } = await call(waivers.facet, { facet: 'type' }, as(scientist));
  expect(counts.find(({ value }) => value === 'no_signal')?.count).toBe(1);
  expect(await call(waivers.names, { team: team.key, requester: person.id, asset: standing.asset.id }, as(scientist))).toEqual({
    team: { [team.key]: team.name },
    requester: { [person.id]: person.name },
    asset: { [standing.asset.id]: 'Fraud scorer' },
  });
  expect(await list({}, await makeActor([await makeTeam(), 'lead']))).toEqual([]);
});

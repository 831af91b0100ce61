import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Act } from '#lib/platform/audit.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { permissionNames } from '../permissions.ts';
import { type Actor, houseScope } from '../policy.ts';
import { actOf } from '../procedure.ts';
import { actorOf, contextOf, makeActor, makeAsset, makeOrganisationActor, makePerson, makeTeam, type TestTeam } from '../testing.ts';
import { auditOperations } from './procedures.ts';
import { activityOf } from './queries.ts';
import { erase, sealAndSign, sealerClient } from './testing.ts';

let auditor: Actor;
let person: Actor;
let ours: TestTeam;
let theirs: TestTeam;

beforeEach(async () => {
  [ours, theirs] = [await makeTeam(), await makeTeam()];
  auditor = await makeOrganisationActor('auditor');
  person = await makeActor([ours, 'lead'], [theirs, 'lead']);
});

const list = (actor: Actor, input = {}) => call(auditOperations.list, input, { context: contextOf(actor) });

/** An edit of an asset in a team, as the door lets it in. */
async function edited(team: TestTeam, actor = person, operationId?: string): Promise<{ id: string; act: Act }> {
  const asset = await makeAsset(team);
  const act = { ...actOf(contextOf(actor)), ...(operationId && { operationId }) };
  await transact(houseScope(actor.id), act, 'asset.edited', ({ record }) =>
    record({
      event: 'asset.edited',
      targetType: 'asset',
      targetId: asset.id,
      teamId: team.id,
      before: { name: 'Old', ownerId: null },
      after: { name: 'New', ownerId: person.id },
    }),
  );
  return { id: asset.id, act };
}

test('an auditor sees who did what to which, from where and through what', async () => {
  const { id, act } = await edited(ours);
  const { rows } = await list(auditor, { target: id });
  expect(rows).toMatchObject([
    {
      event: 'asset.edited',
      actorName: person.name,
      actorType: 'person',
      targetType: 'asset',
      targetId: id,
      teamName: ours.name,
      address: '192.0.2.1',
      via: 'session',
      fields: ['name', 'ownerId'],
    },
  ]);
  const event = await call(auditOperations.get, { id: rows[0]?.id ?? '' }, { context: contextOf(auditor) });
  expect(event).toMatchObject({
    requestId: act.requestId,
    operationId: act.operationId,
    viaId: person.sessionId,
    before: { name: 'Old' },
    after: { name: 'New', ownerId: person.id },
    names: { [person.id]: person.name },
    siblings: [],
    seal: null,
  });
});

test('without the right there is nothing to see, and a right in one team shows that team alone', async () => {
  await refusal(list(person), 'forbidden');
  const [mine, other] = [await edited(ours), await edited(theirs)];
  const role = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $2, $3, '{}')", [
    role,
    `Team auditor ${role}`,
    ['asset.read', 'audit.read'],
  ]);
  const watcher = await makePerson();
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [ours.id, watcher.id, role]);
  const actor = await actorOf(watcher);
  const seen = (await list(actor)).rows;
  expect(new Set(seen.map((row) => row.teamName))).toEqual(new Set([ours.name]));
  expect(seen.map((row) => row.targetId)).toContain(mine.id);
  const [hidden] = (await list(auditor, { target: other.id })).rows;
  await refusal(call(auditOperations.get, { id: hidden?.id ?? '' }, { context: contextOf(actor) }), 'not_found');
  expect(await call(auditOperations.total, { target: other.id }, { context: contextOf(actor) })).toEqual({ total: 0, more: false });
  const { counts } = await call(auditOperations.facet, { facet: 'team' }, { context: contextOf(actor) });
  expect(counts.map((each) => each.value)).toEqual([ours.key]);
  expect(permissionNames).toContain('audit.read');
});

test('every filter cuts the list, and they cut it together', async () => {
  const { id, act } = await edited(ours);
  await edited(theirs);
  const filters = [
    { event: 'asset.edited', target: id },
    { actor: person.id, team: ours.key },
    { targetType: 'asset', team: ours.key },
    { operation: act.operationId },
    { request: act.requestId },
    { q: act.requestId },
    { q: id },
    { q: person.name, team: ours.key },
    { since: '1d', until: '2999-01-01', target: id },
  ];
  for (const filter of filters) {
    const { rows } = await list(auditor, filter);
    expect(
      rows.map((row) => row.targetId),
      JSON.stringify(filter),
    ).toEqual([id]);
    expect(await call(auditOperations.total, filter, { context: contextOf(auditor) })).toEqual({ total: 1, more: false });
  }
  for (const filter of [
    { event: 'asset.retired' },
    { team: 'no-such-team' },
    { actor: 'none' },
    { until: '2001-01-01' },
    { q: 'nothing is called so' },
  ])
    expect((await list(auditor, { ...filter, target: id })).rows, JSON.stringify(filter)).toEqual([]);
  const { counts } = await call(auditOperations.facet, { facet: 'actor', target: id }, { context: contextOf(auditor) });
  expect(counts).toEqual([{ value: person.id, label: person.name, count: 1 }]);
  const names = await call(auditOperations.names, { actor: person.id, team: ours.key, target: id }, { context: contextOf(auditor) });
  expect(names).toMatchObject({ actor: { [person.id]: person.name }, team: { [ours.key]: ours.name } });
});

test('pages go forwards and back by keyset, in either order, and an unknown cursor is refused', async () => {
  const team = await makeTeam();
  for (let at = 0; at < 5; at += 1) await edited(team);
  for (const sort of ['-at', 'at'] as const) {
    const whole = (await list(auditor, { team: team.key, sort })).rows.map((row) => row.id);
    const first = await list(auditor, { team: team.key, sort, limit: 2 });
    const second = await list(auditor, { team: team.key, sort, limit: 2, after: first.next });
    const third = await list(auditor, { team: team.key, sort, limit: 2, after: second.next });
    expect([first, second, third].flatMap((page) => page.rows.map((row) => row.id))).toEqual(whole);
    expect([first.previous, third.next]).toEqual([null, null]);
    const back = await list(auditor, { team: team.key, sort, limit: 2, before: third.previous });
    expect(back.rows).toEqual(second.rows);
  }
  await refusal(list(auditor, { after: 'bm90IG91cnM' }), 'invalid');
});

test('events of one act know of each other', async () => {
  const { act } = await edited(ours);
  await edited(theirs, person, act.operationId);
  const { rows } = await list(auditor, { operation: act.operationId });
  const event = await call(auditOperations.get, { id: rows[0]?.id ?? '' }, { context: contextOf(auditor) });
  expect(event.siblingCount).toBe(1);
  expect(event.siblings.map((each) => each.id)).toEqual([rows[1]?.id]);
});

test('a sealed event tells its place and who vouches for it; what was erased is named, and nothing of it told', async () => {
  const someone = await makePerson({ name: 'Mara Ohm' });
  const act = actOf(contextOf(auditor));
  await transact(houseScope(auditor.id), act, 'user.edited', ({ record }) =>
    record({
      event: 'user.edited',
      targetType: 'user',
      targetId: someone.id,
      teamId: null,
      before: { name: 'Mara Ohm' },
      after: { name: 'Mara O.' },
    }),
  );
  const sealer = await sealerClient();
  const checkpoint = await sealAndSign(sealer);
  await sealer.end();
  const [row] = (await list(auditor, { target: someone.id })).rows;
  const get = () => call(auditOperations.get, { id: row?.id ?? '' }, { context: contextOf(auditor) });
  expect(await get()).toMatchObject({ before: { name: 'Mara Ohm' }, erased: [], seal: { checkpoint: { number: checkpoint.number } } });
  await erase(someone.id, auditor.id);
  const after = await get();
  expect(after).toMatchObject({ before: {}, after: {}, erased: ['after.name', 'before.name'], address: '192.0.2.1' });
  expect(
    JSON.stringify(
      (await activityOf(auditor, { targetType: 'user', targetId: someone.id }, { limit: 10 }, { permission: 'person.read' })).entries,
    ),
  ).not.toMatch(/Mara O/);
});

test('the status says how far it was sealed and signed, and with which key', async () => {
  await edited(ours);
  const sealer = await sealerClient();
  const { number, seq } = await sealAndSign(sealer);
  await sealer.end();
  const status = await call(auditOperations.status, {}, { context: contextOf(auditor) });
  expect(status).toMatchObject({ sealed: { seq }, signed: { number, seq } });
  expect(status.publicKey.pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
});

test('an activity page goes on where the one before ended, with names and without addresses', async () => {
  const { id } = await edited(ours);
  const act = actOf(contextOf(person));
  await transact(houseScope(person.id), act, 'asset.retired', ({ record }) =>
    record({
      event: 'asset.retired',
      targetType: 'asset',
      targetId: id,
      teamId: ours.id,
      before: { status: 'active' },
      after: { status: 'retired' },
    }),
  );
  const target = { targetType: 'asset', targetId: id };
  const first = await activityOf(person, target, { limit: 1 });
  expect(first.entries).toMatchObject([{ event: 'asset.retired', actorName: person.name }]);
  const second = await activityOf(person, target, { limit: 1, after: first.next ?? '' });
  expect([second.entries.map((each) => each.event), second.next]).toEqual([['asset.edited'], null]);
  expect(JSON.stringify([first, second])).not.toContain('192.0.2.1');
  const stranger = await makeActor();
  expect((await activityOf(stranger, target, { limit: 5 })).entries).toEqual([]);
});

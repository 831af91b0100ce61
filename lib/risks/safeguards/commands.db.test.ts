import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeControl,
  makeOrganisationActor,
  makePerson,
  makeRisk,
  makeSafeguard,
  makeTeam,
  makeThreat,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { database, scopeScript } from '#lib/platform/database.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { evidenceOperations as evidence } from './evidence/procedures.ts';
import { safeguardListOperations as list } from './list/procedures.ts';
import { safeguardOperations as safeguards } from './procedures.ts';
import { ownedSafeguards } from './takeover/commands.ts';

let team: TestTeam;
let asset: TestAsset;
let control: string;
let risk: string;
let implementer: Actor;
let verifier: Actor;
let stranger: Actor;

beforeEach(async () => {
  [team, control] = [await makeTeam(), ''];
  asset = await makeAsset(team);
  const { id, threat } = await makeRisk(asset);
  risk = id;
  control = await makeControl({ threat, strength: 3 });
  implementer = await makeActor([team, 'data_scientist']);
  verifier = await makeActor([team, 'lead']);
  stranger = await makeActor([await makeTeam(), 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const planned = async () => (await call(safeguards.add, { control, assetId: asset.id }, as(implementer))).id;
const levelOf = async () => (await owner.query<{ level: number }>('SELECT level FROM risks WHERE id = $1', [risk])).rows[0]?.level;
const proof = (id: string, more: object = {}) =>
  call(evidence.add, { id, kind: 'text', title: 'Review', content: 'Seen on the cluster.', ...more }, as(implementer));
const versionOf = async (id: string) =>
  (await owner.query<{ version: number }>('SELECT version FROM safeguards WHERE id = $1', [id])).rows[0]?.version ?? 0;
async function implemented(): Promise<string> {
  const id = await planned();
  await call(safeguards.state, { id, version: 1, state: 'implemented' }, as(implementer));
  await proof(id);
  return id;
}

test('planned, implemented, verified by somebody else, and each step moves the risk and stands in the log', async () => {
  const id = await planned();
  expect(await levelOf()).toBe(6);
  await call(safeguards.state, { id, version: 1, state: 'implemented' }, as(implementer));
  expect(await levelOf()).toBe(5);
  await proof(id);
  const done = await call(safeguards.verify, { id, version: 3 }, as(verifier));
  expect(await levelOf()).toBe(1);
  expect(done).toMatchObject({
    state: 'verified',
    implemented: { person: { id: implementer.id } },
    verified: { person: { id: verifier.id } },
    may: { verify: false, takeBack: true },
  });
  const back = await call(safeguards.takeBack, { id, version: 4, reason: 'The rule was switched off.' }, as(verifier));
  expect(back).toMatchObject({ state: 'implemented', verified: null, implemented: { person: { id: implementer.id } } });
  expect(await levelOf()).toBe(5);
  const events = await eventsOf({ id });
  expect(events.map(({ event }) => event)).toEqual([
    'safeguard.added',
    'safeguard.implemented',
    'evidence.added',
    'safeguard.verified',
    'safeguard.unverified',
  ]);
  expect(events[4]).toMatchObject({
    actor_id: verifier.id,
    team_id: team.id,
    after: { state: 'implemented', why: 'The rule was switched off.' },
  });
  const { rows } = await owner.query<{ cause: string; actor_id: string }>(
    'SELECT cause, actor_id FROM risk_changes WHERE risk_id = $1 ORDER BY at, id',
    [risk],
  );
  expect(rows.map(({ cause }) => cause)).toEqual(
    ['safeguard.added', 'safeguard.implemented', 'safeguard.verified', 'safeguard.unverified'].slice(-rows.length),
  );
});

test('whoever implemented it does not verify it: refused by the command, and by the database', async () => {
  const lead = verifier;
  const id = (await call(safeguards.add, { control, assetId: asset.id }, as(lead))).id;
  await call(safeguards.state, { id, version: 1, state: 'implemented' }, as(lead));
  await call(evidence.add, { id, kind: 'link', title: 'Log', content: 'https://example.org/log' }, as(lead));
  const refused = await refusal(call(safeguards.verify, { id, version: 3 }, as(lead)), 'forbidden');
  expect(refused.message).toBe('You implemented it. Somebody else has to verify it.');
  expect(await call(safeguards.get, { id }, as(lead))).toMatchObject({
    state: 'implemented',
    may: { verify: false, whyNotVerify: 'You implemented it. Somebody else has to verify it.' },
  });
  const self = owner.query("UPDATE safeguards SET state = 'verified', verified_by = implemented_by WHERE id = $1", [id]);
  await expect(self).rejects.toMatchObject({ code: '23514', constraint: 'safeguard_verified_by_another' });
  const security = await makeOrganisationActor('security');
  const verified = await call(safeguards.verify, { id, version: 3 }, as(security));
  expect(verified.state).toBe('verified');
});

test('the verifiers that are named hold the right and are not who implemented it', async () => {
  const id = await implemented();
  const { verifiers } = await call(safeguards.get, { id }, as(implementer));
  expect(verifiers[0]).toEqual({ id: verifier.id, name: verifier.name });
  await call(safeguards.state, { id, version: 3, state: 'planned' }, as(verifier));
  await call(safeguards.state, { id, version: 4, state: 'implemented' }, as(verifier));
  expect((await call(safeguards.get, { id }, as(implementer))).verifiers.map((each) => each.id)).not.toContain(verifier.id);
});

test('a verification takes evidence that holds today, the right, and what is implemented', async () => {
  const id = await planned();
  expect((await refusal(call(safeguards.verify, { id, version: 1 }, as(verifier)), 'conflict')).message).toMatch(
    /Only what is implemented/,
  );
  await call(safeguards.state, { id, version: 1, state: 'implemented' }, as(implementer));
  expect((await refusal(call(safeguards.verify, { id, version: 2 }, as(verifier)), 'conflict')).message).toMatch(/no evidence/);
  await proof(id, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
  await owner.query("UPDATE evidence SET expires_at = now() - interval '1 minute' WHERE safeguard_id = $1", [id]);
  expect((await refusal(call(safeguards.verify, { id, version: 3 }, as(verifier)), 'conflict')).message).toMatch(/no evidence/);
  await refusal(call(safeguards.verify, { id, version: 3 }, as(implementer)), 'forbidden');
  await refusal(call(safeguards.takeBack, { id, version: 3, reason: 'x' }, as(implementer)), 'forbidden');
});

test('reasons: to set aside, and to take a verification back', async () => {
  const id = await implemented();
  const wanting = await refusal(call(safeguards.state, { id, version: 3, state: 'not_applicable' }, as(implementer)), 'invalid');
  expect(wanting.details.fields).toHaveProperty('reason');
  await call(safeguards.verify, { id, version: 3 }, as(verifier));
  await refusal(call(safeguards.state, { id, version: 4, state: 'implemented' }, as(implementer)), 'invalid');
  const aside = await call(
    safeguards.state,
    { id, version: 4, state: 'not_applicable', reason: 'The model is not served.' },
    as(implementer),
  );
  expect(aside).toMatchObject({ state: 'not_applicable', reason: 'The model is not served.', verified: null, implemented: null });
  await refusal(call(safeguards.state, { id, version: 5, state: 'implemented' }, as(implementer)), 'conflict');
  expect(await call(safeguards.state, { id, version: 5, state: 'planned' }, as(implementer))).toMatchObject({
    state: 'planned',
    reason: null,
  });
});

test('two at once: the second is told how it stands, and nothing of theirs is kept', async () => {
  const id = await implemented();
  const both = await Promise.allSettled([
    call(safeguards.verify, { id, version: 3 }, as(verifier)),
    call(safeguards.edit, { id, version: 3, notes: 'Mine.' }, as(implementer)),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await versionOf(id)).toBe(4);
  const late = await refusal(call(safeguards.edit, { id, version: 3, notes: 'Mine.' }, as(implementer)), 'conflict');
  expect(late.details.current).toMatchObject({ version: 4 });
  const twice = await Promise.allSettled([
    call(safeguards.add, { control: await makeControl(), assetId: asset.id }, as(implementer)),
    ...[1, 2].map(async () => call(safeguards.add, { control, assetId: asset.id }, as(implementer))),
  ]);
  expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('what is of another team is not found, and what the role does not cover is refused', async () => {
  const id = await implemented();
  for (const refused of [
    () => call(safeguards.get, { id }, as(stranger)),
    () => call(safeguards.effect, { id }, as(stranger)),
    () => call(safeguards.activity, { id }, as(stranger)),
    () => call(safeguards.edit, { id, version: 3, notes: 'x' }, as(stranger)),
    () => call(safeguards.state, { id, version: 3, state: 'planned' }, as(stranger)),
    () => call(safeguards.verify, { id, version: 3 }, as(stranger)),
    () => call(safeguards.ofAsset, { id: asset.id }, as(stranger)),
    () => call(safeguards.offers, { id: team.id }, as(stranger)),
    () => call(safeguards.add, { control, assetId: asset.id }, as(stranger)),
    () => call(safeguards.add, { control, teamId: team.id }, as(stranger)),
    () => call(safeguards.remove, { id, version: 3 }, as(stranger)),
  ])
    await refusal(refused(), 'not_found');
  expect((await call(list.list, { limit: 200 }, as(stranger))).rows).toEqual([]);
  const cloud = await makeActor([team, 'cloud_admin']);
  await refusal(call(safeguards.state, { id, version: 3, state: 'planned' }, as(cloud)), 'forbidden');
  // An offer is for every kind of asset: whose role covers some does not make it.
  await refusal(call(safeguards.add, { control, teamId: team.id }, as(implementer)), 'forbidden');
  expect((await call(safeguards.get, { id }, as(await makeActor([team, 'viewer'])))).may).toMatchObject({ edit: false, verify: false });
});

test('the catalogue, owners and retired assets are minded', async () => {
  await refusal(call(safeguards.add, { control: 'none-such', assetId: asset.id }, as(implementer)), 'invalid');
  await owner.query('UPDATE controls SET enabled = false WHERE key = $1', [control]);
  await refusal(call(safeguards.add, { control, assetId: asset.id }, as(implementer)), 'invalid');
  await owner.query('UPDATE controls SET enabled = true WHERE key = $1', [control]);
  const gone = await makePerson({ status: 'deactivated' });
  await refusal(call(safeguards.add, { control, assetId: asset.id, ownerId: gone.id }, as(implementer)), 'invalid');
  const id = await planned();
  await owner.query("UPDATE assets SET status = 'retired' WHERE id = $1", [asset.id]);
  await refusal(call(safeguards.state, { id, version: 1, state: 'implemented' }, as(implementer)), 'conflict');
  await refusal(call(safeguards.edit, { id, version: 1, notes: 'x' }, as(implementer)), 'conflict');
  expect((await call(list.list, { limit: 200 }, as(implementer))).rows).toEqual([]);
});

test('what was planned and never touched can be taken away, and nothing else: the database says so too', async () => {
  const id = await planned();
  await call(safeguards.remove, { id, version: 1 }, as(implementer));
  await refusal(call(safeguards.get, { id }, as(implementer)), 'not_found');
  expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'safeguard.removed', before: { control, assetId: asset.id } });
  const worked = await implemented();
  await refusal(call(safeguards.remove, { id: worked, version: 3 }, as(implementer)), 'conflict');
  await expect(owner.query('DELETE FROM safeguards WHERE id = $1', [worked])).rejects.toMatchObject({ code: 'GH002' });
});

test('the asset’s tab: what it has, what each does, and what nobody has considered, the most useful first', async () => {
  const threat = await makeThreat();
  await makeRisk(asset, { threat });
  const [weak, strong] = [await makeControl({ threat, strength: 1 }), await makeControl({ threat, strength: 3 })];
  const useless = await makeControl();
  await call(safeguards.add, { control, assetId: asset.id }, as(implementer));
  const offered = await makeSafeguard(team, strong, { state: 'implemented' });
  const tab = await call(safeguards.ofAsset, { id: asset.id }, as(implementer));
  expect(tab.safeguards).toMatchObject([
    { control, state: 'planned', risks: [{ stage: 'develop', now: { severity: 3 }, verified: { severity: 1 } }] },
  ]);
  const order = tab.suggestions.map((each) => each.control);
  expect(order.indexOf(strong)).toBeLessThan(order.indexOf(weak));
  expect(order).not.toContain(useless);
  expect(order).not.toContain(control);
  expect(tab.suggestions.find((each) => each.control === strong)).toMatchObject({
    lowered: 1,
    points: 12,
    sources: [{ safeguardId: offered.id, from: 'team', state: 'implemented' }],
  });
  expect(tab.may.edit).toBe(true);
});

test('an owner who leaves hands their safeguards on', async () => {
  const [leaving, successor] = [await makePerson({ roles: [[team, 'lead']] }), await makePerson({ roles: [[team, 'lead']] })];
  const { id } = await makeSafeguard(asset, control, { owner_id: leaving.id });
  const act = { actorId: null, requestId: 'test', operationId: id };
  const count = await transact(houseScope(null), act, 'user.deactivated', (change) =>
    ownedSafeguards.handOver(change, leaving.id, successor.id),
  );
  expect(count).toBe(1);
  expect((await call(safeguards.get, { id }, as(await actorOf(successor)))).owner).toEqual({ id: successor.id, name: successor.name });
});

test('the application’s role writes no safeguard without an announced event, and none of another team', async () => {
  const { id } = await makeSafeguard(asset, control);
  const client = await database().pool.connect();
  try {
    await client.query(`BEGIN; ${scopeScript({ actorId: null, read: [team.id], write: [team.id] })}`);
    await expect(client.query("UPDATE safeguards SET notes = 'x' WHERE id = $1", [id])).rejects.toMatchObject({ code: 'GH001' });
    await client.query('ROLLBACK');
    await client.query(`BEGIN; ${scopeScript({ actorId: null, read: 'every', write: [] })}; SET LOCAL app.announced = 'test.tried'`);
    expect((await client.query("UPDATE safeguards SET notes = 'x' WHERE id = $1", [id])).rowCount).toBe(0);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

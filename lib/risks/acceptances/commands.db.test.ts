import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeRisk,
  makeServiceActor,
  makeTeam,
  type TestAsset,
  type TestRisk,
  type TestTeam,
} from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { houseScope } from '#lib/access/policy.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { raiseSignal } from '../signals/commands.ts';
import { acceptanceOperations as acceptances } from './procedures.ts';

const clock = vi.hoisted(() => ({ now: () => new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => clock.now() }));

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const reason = 'The feed is closed in March; until then nobody else writes to it.';
const as = (actor: Actor) => ({ context: contextOf(actor) });

let team: TestTeam;
let asset: TestAsset;
let risk: TestRisk;
let asker: Actor;
let decider: Actor;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  risk = await makeRisk(asset, { more: { treatment: 'mitigate' } });
  asker = await makeActor([team, 'data_scientist']);
  decider = await makeOrganisationActor('security');
});
afterEach(() => {
  clock.now = () => new Date();
});

const ask = async (given: { actor?: Actor; riskId?: string; until?: string } = {}) =>
  (await call(acceptances.request, { riskId: given.riskId ?? risk.id, reason, until: given.until ?? inDays(90) }, as(given.actor ?? asker)))
    .id;
const grant = (id: string, actor = decider, more: { until?: string; note?: string } = {}) =>
  call(acceptances.grant, { id, ...more }, as(actor));
const get = (id: string, actor = asker) => call(acceptances.get, { id }, as(actor));
const stored = async () =>
  (await owner.query('SELECT level, severity, treatment, accepted_until, accepted_severity FROM risks WHERE id = $1', [risk.id])).rows[0];
const own = (table: 'assets' | 'risks', id: string, person: { id: string } | null) =>
  owner.query(`UPDATE ${table} SET owner_id = $2 WHERE id = $1`, [id, person?.id ?? null]);

describe('asking', () => {
  test('keeps the reason and the end of the day in the asker’s zone, and is recorded', async () => {
    const far = await actorOf(await makePerson({ roles: [[team, 'lead']], timeZone: 'Pacific/Auckland' }));
    const id = await ask({ actor: far, until: inDays(30) });
    const acceptance = await get(id);
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Pacific/Auckland', timeStyle: 'medium' }).format(
      new Date(acceptance.until),
    );
    expect(local).toBe('23:59:59');
    expect(acceptance).toMatchObject({ status: 'requested', severity: 'high', reason, requester: { id: far.id } });
    expect(await eventsOf({ id })).toMatchObject([
      { event: 'acceptance.requested', actor_id: far.id, team_id: team.id, after: { riskId: risk.id, severity: 'high', reason } },
    ]);
    expect(await stored()).toMatchObject({ level: 6, accepted_until: null });
  });

  test('is refused without a reason, for a day that is past or too far, and twice', async () => {
    const request = (more: object) => call(acceptances.request, { riskId: risk.id, reason, until: inDays(9), ...more }, as(asker));
    await refusal(request({ until: inDays(0) }), 'invalid');
    const far = await refusal(request({ until: inDays(368) }), 'invalid');
    expect(far.details.fields?.['until']).toMatch(/to a year from today/);
    await expect(request({ reason: 'Too short a reason.' })).rejects.toThrow();
    await ask();
    await refusal(request({}), 'conflict');
  });

  test('is refused to who may not assess, not found elsewhere, and nothing for service accounts', async () => {
    await refusal(ask({ actor: await makeActor([team, 'viewer']) }), 'forbidden');
    await refusal(ask({ actor: await makeActor([team, 'cloud_admin']) }), 'forbidden');
    await refusal(ask({ actor: await makeActor([await makeTeam(), 'lead']) }), 'not_found');
    await refusal(ask({ actor: await makeServiceActor(team) }), 'forbidden');
  });

  test('takes an assessed, open risk', async () => {
    const hindered = async (change: string) => {
      const { id } = await makeRisk(asset);
      await owner.query(`UPDATE risks SET ${change} WHERE id = $1`, [id]);
      return (await refusal(ask({ riskId: id }), 'conflict')).message;
    };
    expect(await hindered('assessed_at = NULL, assessed_until = NULL')).toMatch(/Nobody has assessed/);
    expect(await hindered("assessed_until = now() - interval '1 minute'")).toMatch(/out of date/);
    expect(await hindered('applies = false')).toMatch(/no longer applies/);
    expect(await hindered('severity = 1')).toMatch(/low/);
    await owner.query("UPDATE assets SET status = 'retired' WHERE id = $1", [asset.id]);
    expect((await refusal(ask(), 'conflict')).message).toMatch(/retired/);
  });

  test('two who ask at the same moment: one asks, the other hears so', async () => {
    const outcomes = await Promise.allSettled([ask(), ask({ actor: await makeActor([team, 'lead']) })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('deciding', () => {
  test('accepts the risk until then: its level says so, the severity is kept, the treatment follows, and settles the asset', async () => {
    const id = await ask();
    await grant(id, decider, { note: 'Agreed until the feed closes.' });
    const acceptance = await get(id);
    expect(acceptance).toMatchObject({
      status: 'granted',
      decider: { id: decider.id },
      note: 'Agreed until the feed closes.',
      exceeded: false,
    });
    expect(await stored()).toEqual({
      level: 2,
      severity: 3,
      treatment: 'accept',
      accepted_until: new Date(acceptance.until),
      accepted_severity: 3,
    });
    expect((await eventsOf({ id })).map(({ event, actor_id }) => [event, actor_id])).toEqual([
      ['acceptance.requested', asker.id],
      ['acceptance.granted', decider.id],
    ]);
    const { rows } = await owner.query('SELECT cause, actor_id, level_after FROM risk_changes WHERE risk_id = $1', [risk.id]);
    expect(rows).toEqual([{ cause: 'acceptance.granted', actor_id: decider.id, level_after: 2 }]);
  });

  test('for a shorter time than asked for, never a longer one', async () => {
    const id = await ask({ until: inDays(60) });
    const longer = await refusal(grant(id, decider, { until: inDays(61) }), 'invalid');
    expect(Object.keys(longer.details.fields ?? {})).toEqual(['until']);
    await grant(id, decider, { until: inDays(30) });
    expect((await get(id)).until.slice(0, 10)).toBe(inDays(30));
  });

  test('refusing takes a note, leaves the risk as it was, and makes room for another request', async () => {
    const id = await ask();
    await expect(call(acceptances.refuse, { id, note: ' ' }, as(decider))).rejects.toThrow();
    await call(acceptances.refuse, { id, note: 'Close the feed first.' }, as(decider));
    expect(await get(id)).toMatchObject({ status: 'refused', note: 'Close the feed first.' });
    expect(await stored()).toMatchObject({ level: 6, treatment: 'mitigate' });
    expect(await eventsOf({ id })).toMatchObject([{}, { event: 'acceptance.refused', before: { status: 'requested' } }]);
    await ask();
  });

  test('nobody decides on their own request, nor for what they own: administrators neither', async () => {
    for (const role of ['admin', 'security'] as const) {
      const one = await makeOrganisationActor(role);
      const id = await ask({ actor: one });
      expect((await refusal(grant(id, one), 'forbidden')).message).toMatch(/own request/);
      await refusal(call(acceptances.refuse, { id, note: 'No.' }, as(one)), 'forbidden');
      await call(acceptances.withdraw, { id }, as(one));
    }
    const id = await ask();
    await own('assets', asset.id, decider);
    expect((await refusal(grant(id), 'forbidden')).message).toMatch(/own this asset/);
    expect((await get(id, decider)).hindrance).toMatch(/own this asset/);
    await own('assets', asset.id, null);
    await own('risks', risk.id, decider);
    expect((await refusal(grant(id), 'forbidden')).message).toMatch(/own this risk/);
    await own('risks', risk.id, null);
    // Nor for what they owned for a moment while it waited.
    expect((await refusal(grant(id), 'forbidden')).message).toMatch(/asked for, or since/);
    await grant(id, await makeOrganisationActor('security'));
  });

  test('who may not decide is refused, and elsewhere it is not found', async () => {
    const id = await ask();
    for (const role of ['lead', 'viewer'] as const) await refusal(grant(id, await makeActor([team, role])), 'forbidden');
    const stranger = await makeActor([await makeTeam(), 'lead']);
    await refusal(get(id, stranger), 'not_found');
    const roleKey = newId();
    await owner.query(
      "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', 'Decides', '{asset.read,acceptance.decide}', '{}')",
      [roleKey],
    );
    const elsewhere = await makePerson();
    await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [
      (await makeTeam()).id,
      elsewhere.id,
      roleKey,
    ]);
    await refusal(grant(id, await actorOf(elsewhere)), 'not_found');
    const here = await makePerson();
    await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, here.id, roleKey]);
    await grant(id, await actorOf(here));
  });

  test('two who decide at the same instant: one wins, the other gets a conflict, and one event is told', async () => {
    const id = await ask();
    const other = await makeOrganisationActor('security');
    const outcomes = await Promise.allSettled([grant(id), call(acceptances.refuse, { id, note: 'No.' }, as(other))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
    await refusal(Promise.reject(lost?.reason), 'conflict');
    expect(await eventsOf({ id })).toHaveLength(2);
    expect((await stored()).level).toBe(outcomes[0]?.status === 'fulfilled' ? 2 : 6);
  });

  test('an owner who comes to decide while the asset is handed to them is refused, whoever is first', async () => {
    const id = await ask();
    const [granted] = await Promise.allSettled([grant(id), own('assets', asset.id, decider)]);
    const { status } = await get(id);
    expect(status).toBe(granted.status === 'fulfilled' ? 'granted' : 'requested');
    if (granted.status === 'rejected') await refusal(Promise.reject(granted.reason), 'forbidden');
  });

  test('what has risen since it was asked for is not granted', async () => {
    const id = await ask();
    await owner.query('UPDATE risks SET set_likelihood = 5, set_impact = 5, likelihood = 5, impact = 5, severity = 4 WHERE id = $1', [
      risk.id,
    ]);
    expect((await refusal(grant(id), 'conflict')).message).toMatch(/critical by now/);
  });
});

describe('while it holds', () => {
  test('a residual that rises past it is open again, and the acceptance says what it covers', async () => {
    const id = await ask();
    await grant(id);
    const act = { actorId: decider.id, requestId: 'r', operationId: newId() };
    await transact(houseScope(decider.id), act, 'signal.raised', (change) =>
      raiseSignal(change, { assetId: asset.id, severity: 'critical', source: 'finding', sourceRef: 'f1', title: 'Seen in the wild' }),
    );
    expect(await stored()).toMatchObject({ level: 7, severity: 4, accepted_severity: 3 });
    expect(await get(id)).toMatchObject({ status: 'granted', severity: 'high', riskSeverity: 'critical', exceeded: true });
  });

  test('a renewal is asked for beside it and follows it: the treatment of before holds once it ends', async () => {
    const first = await ask({ until: inDays(10) });
    await grant(first);
    const second = await ask({ until: inDays(100) });
    expect(await stored()).toMatchObject({ level: 2 });
    await grant(second);
    expect([(await get(first)).status, (await get(second)).status]).toEqual(['ended', 'granted']);
    expect((await get(first)).endedNote).toMatch(/renewal/);
    expect((await stored()).accepted_until.toISOString().slice(0, 10)).toBe(inDays(100));
    await call(acceptances.revoke, { id: second, note: 'The feed was closed.' }, as(decider));
    expect(await stored()).toMatchObject({ level: 6, treatment: 'mitigate', accepted_until: null, accepted_severity: null });
  });

  test('that was chosen as the treatment before it was granted leaves none behind once it ends', async () => {
    await owner.query("UPDATE risks SET treatment = 'accept' WHERE id = $1", [risk.id]);
    const id = await ask();
    await grant(id);
    await call(acceptances.revoke, { id, note: 'The feed was closed.' }, as(decider));
    expect(await stored()).toMatchObject({ level: 6, treatment: null });
  });

  test('revoking takes a note and the right, and may be done by the granter and by an owner; withdrawing is the asker’s, while it waits', async () => {
    const id = await ask();
    await refusal(call(acceptances.withdraw, { id }, as(await makeActor([team, 'lead']))), 'forbidden');
    await grant(id);
    await refusal(call(acceptances.withdraw, { id }, as(asker)), 'conflict');
    await refusal(call(acceptances.revoke, { id, note: 'No.' }, as(asker)), 'forbidden');
    await own('assets', asset.id, decider);
    await call(acceptances.revoke, { id, note: 'Used elsewhere since.' }, as(decider));
    expect(await get(id)).toMatchObject({ status: 'revoked', ender: { id: decider.id }, endedNote: 'Used elsewhere since.' });
    await refusal(call(acceptances.revoke, { id, note: 'Again.' }, as(decider)), 'conflict');
    expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'acceptance.revoked', actor_id: decider.id });
  });

  test('ends while a page is looked at: what the page offered is judged as things stand, though no job has run', async () => {
    const waiting = await makeRisk(asset);
    const [held, asked] = [await ask({ until: inDays(5) }), await ask({ riskId: waiting.id, until: inDays(5) })];
    await grant(held);
    expect([await get(held, decider), await get(asked, decider)].map(({ may }) => [may.decide, may.revoke])).toEqual([
      [false, true],
      [true, false],
    ]);
    const end = new Date((await get(held)).until);
    clock.now = () => end;
    expect((await refusal(call(acceptances.revoke, { id: held, note: 'Late.' }, as(decider)), 'conflict')).message).toMatch(/has ended/);
    await refusal(grant(asked), 'conflict');
    await refusal(call(acceptances.refuse, { id: asked, note: 'Late.' }, as(decider)), 'conflict');
    await refusal(call(acceptances.withdraw, { id: asked }, as(asker)), 'conflict');
    expect([await get(held, decider), await get(asked, decider)].map(({ status, may }) => [status, may.decide || may.revoke])).toEqual([
      ['ended', false],
      ['ended', false],
    ]);
    await call(acceptances.request, { riskId: waiting.id, reason, until: inDays(20) }, as(asker));
    expect((await eventsOf({ id: asked })).at(-1)).toMatchObject({ event: 'acceptance.ended' });
  });
});

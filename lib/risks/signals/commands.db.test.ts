import { call } from '@orpc/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeRisk,
  makeTeam,
  type TestAsset,
  type TestRisk,
  type TestTeam,
} from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { clearSignal, type RaisedSignal, raiseSignal } from './commands.ts';
import { signalOperations as signals } from './procedures.ts';
import type { NewSignal } from './schema.ts';

let team: TestTeam;
let asset: TestAsset;
let risk: TestRisk;
let other: TestRisk;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  risk = await makeRisk(asset, { likelihood: 2, impact: 4 });
  other = await makeRisk(asset, { likelihood: 3, impact: 3 });
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const raise = (more: Partial<Pick<NewSignal, 'threat' | 'severity' | 'title'>> = {}, actor = lead) =>
  call(signals.raise, { id: asset.id, severity: 'high', title: 'A leaked credential', ...more }, as(actor));
const stands = async ({ id }: TestRisk) =>
  (await owner.query('SELECT signal, likelihood, severity, level FROM risks WHERE id = $1', [id])).rows[0];
const within = (event: 'signal.raised' | 'signal.cleared', work: (change: Change) => Promise<boolean>) =>
  transact(houseScope(lead.id), { actorId: lead.id, requestId: 'r', operationId: newId() }, event, async (change) => {
    const done = await work(change);
    if (!done) change.unchanged();
    return done;
  });

describe('by hand', () => {
  test('holds the residual likelihood of every risk of the asset until it is cleared', async () => {
    const { id } = await raise();
    expect(await stands(risk)).toEqual({ signal: 4, likelihood: 4, severity: 3, level: 6 });
    expect(await stands(other)).toEqual({ signal: 4, likelihood: 4, severity: 3, level: 6 });
    const { open, mayRaise } = await call(signals.list, { id: asset.id }, as(lead));
    expect(mayRaise).toBe(true);
    expect(open).toMatchObject([{ id, severity: 'high', threat: null, source: 'hand', raisedBy: { id: lead.id }, mayClear: true }]);
    const { rows } = await owner.query('SELECT count(*)::int AS n FROM risks WHERE asset_id = $1 AND applies', [asset.id]);
    expect(open[0]?.risks).toBe(rows[0].n);
    await call(signals.clear, { id, note: 'Rotated, and nobody used it.' }, as(lead));
    expect(await stands(risk)).toEqual({ signal: 0, likelihood: 2, severity: 2, level: 5 });
    const after = await call(signals.list, { id: asset.id }, as(lead));
    expect([after.open, after.cleared]).toMatchObject([
      [],
      [{ id, clearedBy: { id: lead.id }, clearedNote: 'Rotated, and nobody used it.' }],
    ]);
    expect(await eventsOf({ id })).toMatchObject([
      {
        event: 'signal.raised',
        actor_id: lead.id,
        team_id: team.id,
        after: { assetId: asset.id, severity: 'high', title: 'A leaked credential' },
      },
      { event: 'signal.cleared', actor_id: lead.id, after: { note: 'Rotated, and nobody used it.' } },
    ]);
  });

  test('of one threat touches that alone, and only one that applies', async () => {
    await raise({ threat: risk.threat, severity: 'critical' });
    expect(await stands(risk)).toEqual({ signal: 5, likelihood: 5, severity: 4, level: 7 });
    expect(await stands(other)).toMatchObject({ signal: 0, level: 5 });
    const wrong = await refusal(raise({ threat: 'no-such-threat' }), 'invalid');
    expect(Object.keys(wrong.details.fields ?? {})).toEqual(['threat']);
  });

  test('the worst of several holds; a lower one never lowers', async () => {
    const { id } = await raise({ severity: 'critical' });
    await raise({ severity: 'medium' });
    expect((await stands(risk)).signal).toBe(5);
    await call(signals.clear, { id, note: 'Over.' }, as(lead));
    expect((await stands(risk)).signal).toBe(3);
  });

  test('takes the right, in that team, an active asset, a title, and a note to clear', async () => {
    for (const role of ['data_scientist', 'viewer'] as const) await refusal(raise({}, await makeActor([team, role])), 'forbidden');
    const stranger = await makeActor([await makeTeam(), 'lead']);
    await refusal(raise({}, stranger), 'not_found');
    await refusal(call(signals.list, { id: asset.id }, as(stranger)), 'not_found');
    await expect(raise({ title: ' ' })).rejects.toThrow();
    const { id } = await raise();
    await refusal(call(signals.clear, { id, note: 'x' }, as(stranger)), 'not_found');
    await expect(call(signals.clear, { id, note: '' }, as(lead))).rejects.toThrow();
    const outcomes = await Promise.allSettled(['A', 'B'].map((note) => call(signals.clear, { id, note }, as(lead))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await refusal(call(signals.clear, { id, note: 'again' }, as(lead)), 'conflict');
    await owner.query("UPDATE assets SET status = 'retired' WHERE id = $1", [asset.id]);
    await refusal(raise(), 'conflict');
  });
});

describe('for the domains above', () => {
  const finding = (more: Partial<RaisedSignal> = {}): RaisedSignal => ({
    assetId: asset.id,
    severity: 'medium',
    source: 'finding',
    sourceRef: 'F-1',
    title: 'A pickle that runs code',
    ...more,
  });
  const ofSource = async () => (await owner.query('SELECT * FROM signals WHERE asset_id = $1', [asset.id])).rows;

  test('raising the same twice is once; saying it anew changes it; clearing twice is once; raising again opens it', async () => {
    const raised = (more: Partial<RaisedSignal> = {}) => within('signal.raised', (change) => raiseSignal(change, finding(more)));
    const cleared = () => within('signal.cleared', (change) => clearSignal(change, { ...finding(), note: 'Fixed in 2.1.' }));
    expect([await raised(), await raised()]).toEqual([true, false]);
    expect(await stands(risk)).toMatchObject({ signal: 3 });
    expect([await raised({ severity: 'critical' }), await raised({ severity: 'critical' })]).toEqual([true, false]);
    expect(await stands(risk)).toMatchObject({ signal: 5 });
    expect([await cleared(), await cleared()]).toEqual([true, false]);
    expect(await stands(risk)).toMatchObject({ signal: 0 });
    expect(await raised()).toBe(true);
    const rows = await ofSource();
    expect(rows).toMatchObject([{ severity: 'medium', cleared_at: null, cleared_note: null }]);
    expect((await eventsOf({ id: rows[0].id })).map(({ event }) => event)).toEqual([
      'signal.raised',
      'signal.raised',
      'signal.cleared',
      'signal.raised',
    ]);
  });

  test('two that raise the same at once leave one', async () => {
    const outcomes = await Promise.all([0, 1].map(() => within('signal.raised', (change) => raiseSignal(change, finding()))));
    expect(outcomes.sort()).toEqual([false, true]);
    expect(await ofSource()).toHaveLength(1);
  });

  test('what was not raised by hand is not cleared by hand', async () => {
    await within('signal.raised', (change) => raiseSignal(change, finding()));
    const { open } = await call(signals.list, { id: asset.id }, as(lead));
    expect(open).toMatchObject([{ source: 'finding', mayClear: false }]);
    await refusal(call(signals.clear, { id: open[0]?.id ?? '', note: 'By hand.' }, as(lead)), 'conflict');
  });

  test('a signal calls an unassessed risk high or critical, and never low', async () => {
    const { id } = await makeRisk(asset, { likelihood: 1, impact: 1, more: { assessed_at: null, assessed_until: null, level: 3 } });
    const level = async () => (await owner.query('SELECT level FROM risks WHERE id = $1', [id])).rows[0].level;
    await raise({ severity: 'medium' });
    expect(await level()).toBe(3);
    await owner.query('UPDATE risks SET set_impact = 5 WHERE id = $1', [id]);
    await raise({ severity: 'high' });
    expect(await level()).toBe(7);
  });
});

import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, eventsOf, makeActor, makePerson, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { AssetRisk } from './page/schema.ts';
import { riskOperations as risks } from './procedures.ts';

let team: TestTeam;
let lead: Actor;
let scientist: Actor;
let viewer: Actor;
let stranger: Actor;

const as = (actor: Actor) => ({ context: contextOf(actor) });
const get = (id: string, actor = lead) => call(risks.get, { id }, as(actor));
const reason = 'Only two people can reach it, and both are watched.';

beforeAll(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  scientist = await makeActor([team, 'data_scientist']);
  viewer = await makeActor([team, 'viewer']);
  stranger = await makeActor([await makeTeam(), 'lead']);
});

/** The risks of a new asset, as they appear by themselves. */
async function fresh(
  given: { kind?: Kind; stage?: Stage; exposure?: 'isolated' | 'public' } = {},
): Promise<{ assetId: string; list: AssetRisk[] }> {
  const { id } = await call(
    assets.create,
    { teamId: team.id, kind: 'model', name: `Model ${newId()}`, stage: 'deploy', ...given },
    as(lead),
  );
  return { assetId: id, list: (await call(risks.ofAsset, { id }, as(lead))).risks };
}

async function one(given: Parameters<typeof fresh>[0] = {}): Promise<AssetRisk & { assetId: string }> {
  const { assetId, list } = await fresh(given);
  const [first] = list;
  if (!first) throw new Error('No risk appeared.');
  return { ...first, assetId };
}

describe('a fresh asset', () => {
  test('has its risks at once, unassessed, with the computed values ready to be confirmed', async () => {
    const { list } = await fresh();
    expect(list.length).toBeGreaterThan(5);
    expect(
      list.every((risk) => risk.applies && risk.level === 'unassessed' && risk.computedLikelihood >= 1 && risk.computedImpact >= 1),
    ).toBe(true);
  });
});

describe('assessing', () => {
  test('confirms the computed values: who, when, until when, and the level that follows', async () => {
    const risk = await one({ exposure: 'public' });
    const after = await call(risks.assess, { id: risk.id, version: risk.version, likelihood: null, impact: null }, as(scientist));
    expect(after).toMatchObject({ assessedByName: scientist.name, version: risk.version + 1, stale: false });
    expect(['low', 'medium', 'high', 'critical']).toContain(after.level);
    expect(after.residual).toMatchObject(after.inherent ?? {});
    const days = (Date.parse(after.assessedUntil ?? '') - Date.parse(after.assessedAt ?? '')) / 86_400_000;
    expect(days).toBe(180);
    const told = (await eventsOf(risk)).at(-1);
    expect(told).toMatchObject({ event: 'risk.assessed', actor_id: scientist.id, team_id: team.id, before: { assessedAt: null } });
    const { entries } = await call(risks.history, { id: risk.id }, as(lead));
    expect(entries[0]).toMatchObject({
      cause: 'risk.assessed',
      actorName: scientist.name,
      before: { level: 'unassessed' },
      after: { level: after.level },
    });
  });

  test('sets values by hand with a reason, beside the computed ones; the steps end at what is shown', async () => {
    const risk = await one();
    await refusal(call(risks.assess, { id: risk.id, version: 1, likelihood: 5, impact: null }, as(lead)), 'invalid');
    const after = await call(risks.assess, { id: risk.id, version: 1, likelihood: 5, impact: 5, reason }, as(lead));
    expect(after).toMatchObject({
      level: 'critical',
      computed: { likelihood: risk.computedLikelihood, impact: risk.computedImpact },
      inherent: { likelihood: 5, impact: 5, severity: 4 },
      set: { likelihood: 5, impact: 5, reason },
    });
    expect(after.steps.at(-1)).toMatchObject({ step: 'matrix', likelihood: after.likelihood, impact: after.impact });
    expect(after.steps.filter(({ step }) => step === 'override')).toHaveLength(2);
    const { entries } = await call(risks.history, { id: risk.id }, as(lead));
    expect(entries[0]?.differences.map(({ part, after: now }) => `${part}: ${now}`)).toEqual([
      'Likelihood by hand: 5 · Almost certain',
      'Impact by hand: 5 · Vital',
    ]);
    // Confirming the computed values takes the hand off again, reason and all.
    const back = await call(risks.assess, { id: risk.id, version: 2, likelihood: null, impact: null, reason }, as(lead));
    expect(back.set).toEqual({ likelihood: null, impact: null, reason: '' });
  });

  test('moves the level of the asset and of its stage', async () => {
    const risk = await one({ kind: 'dataset', stage: 'collect' });
    await call(risks.assess, { id: risk.id, version: 1, likelihood: 5, impact: 5, reason }, as(lead));
    const asset = await call(assets.get, { id: risk.assetId }, as(lead));
    expect(asset).toMatchObject({ level: 'critical', levels: ['critical', 'none', 'none', 'none', 'none', 'none'] });
  });

  test('takes the right to assess this kind of asset', async () => {
    const pipeline = await one({ kind: 'pipeline' });
    const judgement = { version: 1, likelihood: null, impact: null };
    await refusal(call(risks.assess, { id: pipeline.id, ...judgement }, as(scientist)), 'forbidden');
    await refusal(call(risks.assess, { id: pipeline.id, ...judgement }, as(viewer)), 'forbidden');
    await refusal(call(risks.assess, { id: pipeline.id, ...judgement }, as(stranger)), 'not_found');
    await refusal(call(risks.assess, { id: newId(), ...judgement }, as(lead)), 'not_found');
    expect(await eventsOf(pipeline)).toEqual([]);
    expect((await get(pipeline.id, scientist)).may).toEqual({ assess: false });
  });

  test('by two at once: one wins, the other is told the values that stand', async () => {
    const risk = await one();
    const attempt = (actor: Actor, value: number) =>
      call(risks.assess, { id: risk.id, version: 1, likelihood: value, impact: value, reason }, as(actor));
    const outcomes = await Promise.allSettled([attempt(lead, 2), attempt(scientist, 4)]);
    const won = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const lost = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect([won.length, lost.length]).toEqual([1, 1]);
    const conflict = await refusal(Promise.reject(lost[0]), 'conflict');
    const { likelihood } = won[0]?.set ?? {};
    expect(conflict.details.current).toMatchObject({ likelihood, impact: likelihood, reason, version: 2 });
    expect((await eventsOf(risk)).map(({ event }) => event)).toEqual(['risk.assessed']);
  });

  test('is over where the threat no longer applies', async () => {
    const risk = await one();
    await call(assets.retire, { id: risk.assetId }, as(lead));
    const refused = await refusal(call(risks.assess, { id: risk.id, version: 1, likelihood: null, impact: null }, as(lead)), 'conflict');
    expect(refused.message).toMatch(/no longer applies/);
    const { risks: gone } = await call(risks.ofAsset, { id: risk.assetId }, as(lead));
    expect(gone.every(({ applies, level }) => !applies && level === 'none')).toBe(true);
    expect((await get(risk.id)).steps).toEqual([]);
  });
});

describe('confirming an assessment', () => {
  test('renews it and keeps the values; there must be one', async () => {
    const risk = await one();
    await refusal(call(risks.reassess, { id: risk.id, version: 1 }, as(lead)), 'conflict');
    await call(risks.assess, { id: risk.id, version: 1, likelihood: 2, impact: null, reason }, as(lead));
    await owner.query(
      "UPDATE risks SET assessed_at = now() - interval '200 days', assessed_until = now() - interval '20 days' WHERE id = $1",
      [risk.id],
    );
    const after = await call(risks.reassess, { id: risk.id, version: 2 }, as(scientist));
    expect(after).toMatchObject({ stale: false, assessedByName: scientist.name, set: { likelihood: 2, impact: null, reason } });
    expect((await eventsOf(risk)).at(-1)?.event).toBe('risk.reassessed');
  });
});

describe('owner, due date and notes', () => {
  test('each has its event; what stays the same has none', async () => {
    const risk = await one();
    const marta = await makePerson({ name: 'Marta Kovač' });
    const dueAt = '2027-01-31T22:59:59.000Z';
    expect((await call(risks.edit, { id: risk.id, version: 1, ownerId: marta.id }, as(lead))).owner).toEqual({
      id: marta.id,
      name: 'Marta Kovač',
    });
    expect((await call(risks.edit, { id: risk.id, version: 2, dueAt }, as(lead))).dueAt).toBe(dueAt);
    expect((await call(risks.edit, { id: risk.id, version: 3, notes: 'Asked the vendor.', dueAt: null }, as(lead))).notes).toBe(
      'Asked the vendor.',
    );
    const same = await call(risks.edit, { id: risk.id, version: 4, notes: 'Asked the vendor.' }, as(lead));
    expect(same.version).toBe(4);
    const told = await eventsOf(risk);
    expect(told.map(({ event }) => event)).toEqual(['risk.assigned', 'risk.scheduled', 'risk.edited']);
    expect(told[2]).toMatchObject({ before: { notes: '', dueAt }, after: { notes: 'Asked the vendor.', dueAt: null } });
    const { names } = await call(risks.activity, { id: risk.id }, as(viewer));
    expect(names[marta.id]).toBe('Marta Kovač');
  });

  test('an owner must be an active person; a stale edit is a conflict', async () => {
    const risk = await one();
    const gone = await makePerson({ status: 'deactivated' });
    const refused = await refusal(call(risks.edit, { id: risk.id, version: 1, ownerId: gone.id }, as(lead)), 'invalid');
    expect(refused.details.fields).toHaveProperty('ownerId');
    await call(risks.edit, { id: risk.id, version: 1, notes: 'First.' }, as(lead));
    const late = await refusal(call(risks.edit, { id: risk.id, version: 1, notes: 'Second.' }, as(scientist)), 'conflict');
    expect(late.details.current).toMatchObject({ notes: 'First.', version: 2 });
    await refusal(call(risks.edit, { id: risk.id, version: 2, notes: 'x' }, as(viewer)), 'forbidden');
    await refusal(call(risks.edit, { id: risk.id, version: 2, notes: 'x' }, as(stranger)), 'not_found');
  });
});

describe('treatment', () => {
  test('a target is not above what the risk is, and lower only where controls on the asset would reach it', async () => {
    const risk = await one();
    await call(risks.assess, { id: risk.id, version: 1, likelihood: 4, impact: 4, reason }, as(lead));
    const treat = (version: number, target: number | null, treatment: 'mitigate' | 'avoid' = 'mitigate') =>
      call(risks.treat, { id: risk.id, version, treatment, target }, as(lead));
    for (const target of [4, 2, 1]) {
      const refused = await refusal(treat(2, target), 'invalid');
      expect(refused.details.fields).toHaveProperty('target');
    }
    await refusal(treat(2, 3, 'avoid'), 'invalid');
    expect(await treat(2, 3)).toMatchObject({ treatment: 'mitigate', target: 3, reachable: 3 });

    const before = await get(risk.id);
    for (const { control } of before.safeguards)
      await owner.query("INSERT INTO safeguards (id, team_id, asset_id, control, state) VALUES ($1, $2, $3, $4, 'planned')", [
        newId(),
        team.id,
        risk.assetId,
        control,
      ]);
    // Anything of the asset that is settled finds them.
    await call(risks.edit, { id: risk.id, version: 3, notes: 'Planned all that there is.' }, as(lead));
    const planned = await get(risk.id);
    expect(planned.level).toBe('high');
    expect(planned.reachable).toBeLessThan(3);
    expect(await treat(4, planned.reachable)).toMatchObject({ target: planned.reachable, coverage: 'planned' });
    expect((await eventsOf(risk)).at(-1)).toMatchObject({ event: 'risk.treated', before: { target: 3 } });
  });
});

describe('a person who leaves', () => {
  test('hands their risks over with everything else', async () => {
    const { ownedRisks } = await import('./takeover/commands.ts');
    const { transact } = await import('#lib/platform/transact.ts');
    const { houseScope } = await import('#lib/access/policy.ts');
    const [from, to] = [await makePerson(), await makePerson()];
    const risk = await one();
    await call(risks.edit, { id: risk.id, version: 1, ownerId: from.id }, as(lead));
    const handed = await transact(
      houseScope(lead.id),
      { actorId: lead.id, requestId: newId(), operationId: newId() },
      'user.deactivated',
      (change) => ownedRisks.handOver(change, from.id, to.id),
    );
    expect(handed).toBe(1);
    expect((await get(risk.id)).owner?.id).toBe(to.id);
    expect((await eventsOf(risk)).at(-1)).toMatchObject({
      event: 'risk.assigned',
      before: { ownerId: from.id },
      after: { ownerId: to.id },
    });
  });
});

describe('reading one', () => {
  test('is for whoever may read its team', async () => {
    const risk = await one();
    expect((await get(risk.id, viewer)).may.assess).toBe(false);
    await refusal(call(risks.get, { id: risk.id }, as(stranger)), 'not_found');
    await refusal(call(risks.history, { id: risk.id }, as(stranger)), 'not_found');
    await refusal(call(risks.activity, { id: risk.id }, as(stranger)), 'not_found');
    await refusal(call(risks.ofAsset, { id: risk.assetId }, as(stranger)), 'not_found');
  });
});

import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, eventsOf, makeActor, makeOrganisationActor, makePerson, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { acceptanceOperations as acceptances } from '../../acceptances/procedures.ts';
import { riskOperations as risks } from '../procedures.ts';
import type { BulkRiskChange } from '../schema.ts';

let team: TestTeam;
let lead: Actor;
let scientist: Actor;
let stranger: Actor;

const as = (actor: Actor) => ({ context: contextOf(actor) });
const reason = 'Only two people can reach it, and both are watched.';
const change = (ids: string[], to: BulkRiskChange, actor = lead) => call(risks.bulk, { ids, change: to }, as(actor));
const undo = (operationId: string, actor = lead) => call(risks.undo, { operationId }, as(actor));

beforeAll(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  scientist = await makeActor([team, 'data_scientist']);
  stranger = await makeActor([await makeTeam(), 'lead']);
});

async function fresh(kind: Kind = 'model') {
  const { id } = await call(assets.create, { teamId: team.id, kind, name: `${kind} ${newId()}`, stage: 'deploy' }, as(lead));
  return (await call(risks.ofAsset, { id }, as(lead))).risks.map((risk) => ({ ...risk, assetId: id }));
}
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const get = (id: string) => call(risks.get, { id }, as(lead));

describe('a bulk change', () => {
  test('assesses many: each with its event, tied by the operation, and levels that follow', async () => {
    const list = [...(await fresh()), ...(await fresh('dataset'))];
    const report = await change(idsOf(list), { field: 'assess', likelihood: null, impact: null, reason: '' }, scientist);
    expect(report).toMatchObject({ changed: list.length });
    expect(report.results.every(({ outcome }) => outcome === 'changed')).toBe(true);
    expect(report.results.map(({ id }) => id)).toEqual(idsOf(list));
    for (const { id } of list.slice(0, 3)) {
      expect((await get(id)).level).not.toBe('unassessed');
      expect(await eventsOf({ id })).toMatchObject([{ event: 'risk.assessed', operation_id: report.operationId, actor_id: scientist.id }]);
    }
    const asset = await call(assets.get, { id: list[0]?.assetId ?? '' }, as(lead));
    expect(asset.level).not.toBe('unassessed');
  });

  test('refuses row by row what is of another kind, of another team, gone, or without a reason', async () => {
    const [models, pipelines] = [await fresh(), await fresh('pipeline')];
    const retired = await fresh();
    await call(assets.retire, { id: retired[0]?.assetId ?? '' }, as(lead));
    const ids = [models[0], pipelines[0], retired[0]].map((risk) => risk?.id ?? '');
    const report = await change([...ids, newId()], { field: 'due', dueAt: '2027-03-01T12:00:00.000Z' }, scientist);
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['changed', 'refused', 'refused', 'refused']);
    expect(report.results[1]?.message).toMatch(/right to assess/);
    expect(report.results[2]?.message).toMatch(/no longer applies/);
    const foreign = await change(ids, { field: 'due', dueAt: null }, stranger);
    expect(foreign.results.every(({ outcome }) => outcome === 'refused')).toBe(true);
    await refusal(change(ids, { field: 'assess', likelihood: 5, impact: null, reason: '' }), 'invalid');
    await refusal(change(ids, { field: 'owner', ownerId: newId() }), 'invalid');
  });

  test('assigns, treats and confirms', async () => {
    const list = (await fresh()).slice(0, 4);
    const person = await makePerson();
    expect((await change(idsOf(list), { field: 'owner', ownerId: person.id })).changed).toBe(4);
    expect((await change(idsOf(list), { field: 'owner', ownerId: person.id })).results.map(({ outcome }) => outcome)).toEqual(
      Array(4).fill('unchanged'),
    );
    expect((await change(idsOf(list), { field: 'treatment', treatment: 'avoid', target: null })).changed).toBe(4);
    expect((await change(idsOf(list), { field: 'treatment', treatment: 'mitigate', target: 4 })).changed).toBe(0);
    const unassessed = await change(idsOf(list), { field: 'reassess' });
    expect(unassessed.results[0]).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/nothing to confirm/) });
    expect(await get(list[0]?.id ?? '')).toMatchObject({ owner: { id: person.id }, treatment: 'avoid' });
  });
});

describe('undoing', () => {
  test('puts back what was, levels too; what was changed since stays and is told', async () => {
    const list = (await fresh()).slice(0, 3);
    const { operationId } = await change(idsOf(list), { field: 'assess', likelihood: 5, impact: 5, reason });
    const [first, second] = [list[0]?.id ?? '', list[1]?.id ?? ''];
    expect((await get(first)).level).toBe('critical');
    await call(risks.assess, { id: second, version: (await get(second)).version, likelihood: null, impact: null }, as(lead));
    await refusal(undo(operationId, scientist), 'not_found');
    const report = await undo(operationId);
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['changed', 'refused', 'changed']);
    expect(await get(first)).toMatchObject({ level: 'unassessed', assessedAt: null, set: { likelihood: null, reason: '' } });
    expect((await eventsOf({ id: first })).at(-1)?.event).toBe('risk.restored');
  });

  test('leaves an assessment on which the risk has been accepted since', async () => {
    const list = (await fresh()).slice(0, 2);
    const [first, second] = [list[0]?.id ?? '', list[1]?.id ?? ''];
    const { operationId } = await change([first, second], { field: 'assess', likelihood: 5, impact: 5, reason });
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const asked = await call(acceptances.request, { riskId: first, reason: `${reason} Until then.`, until }, as(lead));
    await call(acceptances.grant, { id: asked.id }, as(await makeOrganisationActor('security')));
    expect((await get(first)).level).toBe('accepted');
    const report = await undo(operationId);
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['refused', 'changed']);
    expect(await get(first)).toMatchObject({ level: 'accepted', assessedAt: expect.any(String) });
    expect((await get(second)).level).toBe('unassessed');
  });

  test('is possible for ten minutes', async () => {
    const list = (await fresh()).slice(0, 1);
    const { operationId, undoUntil } = await change(idsOf(list), { field: 'due', dueAt: '2027-03-01T12:00:00.000Z' });
    expect(Date.parse(undoUntil ?? '')).toBeGreaterThan(Date.now());
    await owner.query('ALTER TABLE audit_events DISABLE TRIGGER USER');
    await owner.query("UPDATE audit_events SET at = at - interval '11 minutes' WHERE operation_id = $1", [operationId]);
    await owner.query('ALTER TABLE audit_events ENABLE TRIGGER USER');
    expect((await refusal(undo(operationId), 'conflict')).message).toMatch(/ten minutes/);
  });
});

test('two bulk changes of the same risks at once both end, one after the other', async () => {
  const list = idsOf(await fresh());
  const outcomes = await Promise.allSettled([
    change(list, { field: 'due', dueAt: '2027-03-01T12:00:00.000Z' }),
    change([...list].reverse(), { field: 'treatment', treatment: 'transfer', target: null }, scientist),
    call(risks.assess, { id: list[0] ?? '', version: 1, likelihood: null, impact: null }, as(lead)),
  ]);
  expect(outcomes.slice(0, 2).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(await get(list.at(-1) ?? '')).toMatchObject({ treatment: 'transfer', dueAt: '2027-03-01T12:00:00.000Z' });
});

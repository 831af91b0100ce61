import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makeRisk,
  makeTeam,
  type TestAsset,
  type TestRisk,
  type TestTeam,
} from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { acceptanceOperations as acceptances } from '../procedures.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
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
  risk = await makeRisk(asset);
  asker = await makeActor([team, 'data_scientist']);
  decider = await makeOrganisationActor('security');
});

const ask = async ({ riskId = risk.id, actor = asker }: { riskId?: string; actor?: Actor } = {}) =>
  (await call(acceptances.request, { riskId, reason, until: inDays(90) }, as(actor))).id;

test('asks for all that can be asked for, in one operation, and reports the others by name', async () => {
  const more = [await makeRisk(asset), await makeRisk(asset), await makeRisk(asset, { more: { assessed_at: null } })];
  const strange = await makeRisk(await makeAsset(await makeTeam()));
  await ask();
  const riskIds = [risk.id, ...more.map(({ id }) => id), strange.id];
  const report = await call(acceptances.requestMany, { riskIds, reason, until: inDays(30) }, as(asker));
  expect(report.results.map(({ outcome }) => outcome)).toEqual(['refused', 'changed', 'changed', 'refused', 'refused']);
  expect(report.results[0]).toMatchObject({
    name: expect.stringContaining(asset.name),
    message: expect.stringContaining('waits already'),
  });
  expect(JSON.stringify(report)).not.toContain(strange.threat);
  const { rows } = await owner.query("SELECT 1 FROM audit_events WHERE operation_id = $1 AND event = 'acceptance.requested'", [
    report.operationId,
  ]);
  expect(rows).toHaveLength(2);
});

test('decides on all that the actor may decide on, each settled', async () => {
  const other = await makeAsset(team);
  const risks = [risk, await makeRisk(other), await makeRisk(other)];
  const ids: string[] = [];
  for (const [at, { id }] of risks.entries()) ids.push(await ask({ riskId: id, actor: at === 2 ? decider : asker }));
  const report = await call(acceptances.decideMany, { ids, decision: { status: 'granted', note: '' } }, as(decider));
  expect(report).toMatchObject({ changed: 2, results: [{ outcome: 'changed' }, { outcome: 'changed' }, { outcome: 'refused' }] });
  const { rows } = await owner.query('SELECT level FROM risks WHERE id = ANY ($1) ORDER BY id', [risks.map(({ id }) => id).sort()]);
  expect(rows.map(({ level }) => level).sort()).toEqual([2, 2, 6]);
  await refusal(call(acceptances.decideMany, { ids, decision: { status: 'granted', note: '' } }, as(asker)), 'forbidden');
});

/** Acceptances past their end, and those who would decide on their own: where somebody, or time, would find a way round. */
import { call } from '@orpc/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import {
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makeRisk,
  makeTeam,
  type TestAsset,
  type TestRisk,
} from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { riskOperations as risks } from '../register/procedures.ts';
import { raiseSignal } from '../signals/commands.ts';
import { acceptanceOperations as acceptances } from './procedures.ts';

const clock = vi.hoisted(() => ({ now: () => new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => clock.now() }));

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const reason = 'The feed is closed in March; until then nobody else writes to it.';
const as = (actor: Actor) => ({ context: contextOf(actor) });

let asset: TestAsset;
let risk: TestRisk;
let asker: Actor;
let decider: Actor;

beforeEach(async () => {
  const team = await makeTeam();
  asset = await makeAsset(team);
  risk = await makeRisk(asset);
  asker = await makeActor([team, 'data_scientist']);
  decider = await makeOrganisationActor('security');
});
afterEach(() => {
  clock.now = () => new Date();
});

const ask = async (given: { until?: string } = {}) =>
  (await call(acceptances.request, { riskId: risk.id, reason, until: given.until ?? inDays(90) }, as(asker))).id;
const grant = (id: string, actor = decider) => call(acceptances.grant, { id }, as(actor));
const get = (id: string, actor = asker) => call(acceptances.get, { id }, as(actor));
const own = (table: 'assets' | 'risks', id: string, person: { id: string } | null) =>
  owner.query(`UPDATE ${table} SET owner_id = $2 WHERE id = $1`, [id, person?.id ?? null]);

test('an owner does not hand it over, decide, and take it back', async () => {
  const another = await makeOrganisationActor('security');
  await own('assets', asset.id, decider);
  await own('risks', risk.id, another);
  const id = await ask();
  await own('assets', asset.id, null);
  await own('risks', risk.id, null);
  for (const owned of [decider, another]) {
    expect((await refusal(grant(id, owned), 'forbidden')).message).toMatch(/when this was asked for/);
    expect((await get(id, owned)).may.decide).toBe(false);
    expect((await call(acceptances.list, { decide: 'mine' }, as(owned))).rows.map((row) => row.id)).not.toContain(id);
    await expect(
      owner.query("UPDATE acceptances SET status = 'granted', decided_by = $2, decided_at = now() WHERE id = $1", [id, owned.id]),
    ).rejects.toThrow(/neither asked for it nor owns/);
  }
  await grant(id, await makeOrganisationActor('security'));
});

test('past its end the risk is open wherever it is shown, and past its assessment stale, though no job has run', async () => {
  await grant(await ask({ until: inDays(5) }));
  const shown = async () => ({
    page: (await call(risks.get, { id: risk.id }, as(asker))).level,
    row: (await call(risks.list, { asset: asset.id, threat: risk.threat }, as(asker))).rows.map(({ level }) => level),
    tab: await call(risks.ofAsset, { id: asset.id }, as(asker)).then((tab) => [
      tab.level,
      tab.levels[2],
      tab.risks.find(({ id }) => id === risk.id)?.level,
    ]),
  });
  expect(await shown()).toEqual({ page: 'accepted', row: ['accepted'], tab: ['unassessed', 'unassessed', 'accepted'] });
  clock.now = () => new Date(Date.now() + 6 * day);
  expect(await shown()).toEqual({ page: 'high', row: ['high'], tab: ['high', 'high', 'high'] });
  const calm = await makeRisk(asset, { likelihood: 1, impact: 1 });
  clock.now = () => new Date();
  await transact(houseScope(null), { actorId: null, requestId: 'test', operationId: newId() }, 'signal.raised', (change) =>
    raiseSignal(change, {
      assetId: asset.id,
      threat: risk.threat,
      severity: 'medium',
      source: 'finding',
      sourceRef: newId(),
      title: 'Seen.',
    }),
  );
  expect((await call(risks.get, { id: calm.id }, as(asker))).level).toBe('low');
  clock.now = () => new Date(Date.now() + 181 * day);
  expect((await call(risks.get, { id: calm.id }, as(asker))).level).toBe('stale');
});

import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makePerson, makeRisk, makeTeam, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { makeReview, makeVote } from '#lib/reviews/testing.ts';
import { gateOperations as gates } from '../procedures.ts';
import { makeEvidence, makeStanding, makeVerified } from '../testing.ts';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const dayOf = (days: number) => daysAgo(days).toISOString().slice(0, 10);
let team: TestTeam;
let lead: Actor;
beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});
const asOf = (days: number, more: object = {}, actor = lead) =>
  call(gates.asOf, { on: dayOf(days), ...more }, { context: contextOf(actor) });
const stagesOf = async (days: number) => Object.fromEntries((await asOf(days)).assets.map(({ name, stage }) => [name, stage]));

async function aged(asset: TestAsset, days: number): Promise<void> {
  await owner.query('UPDATE assets SET created_at = $2 WHERE id = $1', [asset.id, daysAgo(days)]);
}
async function promoted(asset: TestAsset, from: string, to: string, days: number, passed = true): Promise<void> {
  const verdict = { passed, version: null, gates: [{ requirements: [{ waiver: passed ? { id: newId() } : null }] }] };
  const kept = { act: 'promote', passed, verdict, actor_id: lead.id, at: daysAgo(days), policy_number: 2 };
  await insertRow('promotions', { id: newId(), team_id: team.id, asset_id: asset.id, from_stage: from, to_stage: to, ...kept });
}
async function happened(asset: { id: string }, event: string, before: object, days: number, type = 'asset'): Promise<void> {
  const told = { event, target_type: type, target_id: asset.id, team_id: team.id, operation_id: newId(), request_id: 'test' };
  await insertRow('audit_events', { id: newId(), at: daysAgo(days), ...told, before, after: {} });
}

test('tells the stage of each day from promotions and older edits, and leaves out what was not there or retired', async () => {
  const { asset } = await makeStanding(team, { name: 'Scorer', stage: 'deploy' });
  await aged(asset, 100);
  await happened(asset, 'asset.edited', { stage: 'validate' }, 50);
  await promoted(asset, 'develop', 'deploy', 12, false);
  await promoted(asset, 'develop', 'deploy', 10);
  const retired = await makeStanding(team, { name: 'Retired', more: { status: 'retired' } });
  await aged(retired.asset, 100);
  await happened(retired.asset, 'asset.retired', { status: 'active' }, 20);
  expect(await stagesOf(101)).toEqual({});
  expect(await stagesOf(60)).toEqual({ Scorer: 'validate', Retired: 'develop' });
  expect(await stagesOf(30)).toEqual({ Scorer: 'develop', Retired: 'develop' });
  expect(await stagesOf(11)).toEqual({ Scorer: 'develop' });
  expect(await stagesOf(0)).toEqual({ Scorer: 'deploy' });
  const [then, now] = [(await asOf(30)).assets[0], (await asOf(5)).assets[0]];
  expect(then?.promotion).toBeNull();
  expect(now?.promotion).toMatchObject({ act: 'promote', actorName: lead.name, policyNumber: 2, waived: 1 });
});

test('tells the version, risk, approvals and evidence of the day, and what nobody recorded as not recorded', async () => {
  const { asset, version, digest } = await makeStanding(team, { name: 'Scorer' });
  await aged(asset, 100);
  await owner.query('ALTER TABLE asset_versions DISABLE TRIGGER immutable');
  await owner.query('UPDATE asset_versions SET registered_at = $2 WHERE id = $1', [version.id, daysAgo(40)]);
  await owner.query('ALTER TABLE asset_versions ENABLE TRIGGER immutable');
  const risk = await makeRisk(asset);
  await owner.query('UPDATE risks SET created_at = $2 WHERE id = $1', [risk.id, daysAgo(60)]);
  const values = { likelihood_before: 0, likelihood_after: 4, impact_before: 0, impact_after: 4 };
  const change = { id: newId(), team_id: team.id, asset_id: asset.id, risk_id: risk.id, cause: 'risk.assessed', at: daysAgo(20) };
  await insertRow('risk_changes', { ...change, level_before: 3, level_after: 6, ...values });
  const approver = await makePerson({ name: 'Ada Approves' });
  const review = await makeReview(asset, { status: 'approved', approvers: [approver], more: { version_id: version.id } });
  const bound = {
    version_id: version.id,
    root_digest: digest,
    upstream_digest: '0'.repeat(64),
    approved_at: daysAgo(15),
    valid_until: daysAgo(-30),
    moment: 1,
  };
  const staled = { status: 'stale', stale_at: daysAgo(5), stale_reason: { what: 'signal.raised' } };
  await insertRow('approvals', { id: newId(), review_id: review.id, team_id: team.id, asset_id: asset.id, ...bound, ...staled });
  await owner.query('UPDATE review_votes SET at = $2 WHERE review_id = $1', [review.id, daysAgo(15)]).catch(() => undefined);
  const safeguard = await makeVerified(asset, { created_at: daysAgo(50) });
  await makeEvidence(safeguard, asset, daysAgo(30));
  await happened(safeguard, 'safeguard.verified', { state: 'implemented' }, 8, 'safeguard');
  const of = async (days: number) => (await asOf(days)).assets[0];
  expect(await of(70)).toMatchObject({ version: null, level: null, risks: [], approvals: [], controls: [] });
  expect(await of(45)).toMatchObject({ version: null, level: 'unassessed', controls: [{ state: 'implemented', evidence: [] }] });
  const then = await of(10);
  expect(then).toMatchObject({
    version: { label: version.label, rootDigest: digest },
    level: 'high',
    risks: [{ id: risk.id, level: 'high' }],
    approvals: [{ reviewId: review.id, versionLabel: version.label, rootDigest: digest, breakGlass: false }],
    controls: [{ state: 'implemented', evidence: [{ title: 'Shown' }] }],
  });
  expect(await of(3)).toMatchObject({ approvals: [], controls: [{ state: 'verified' }] });
});

test('is cut by team, kind and stage, to what the reader sees, a page at a time', async () => {
  for (const name of ['Alpha', 'Beta', 'Gamma'])
    await makeStanding(team, { name, ...(name === 'Beta' && { kind: 'dataset' as const, stage: 'collect' as const }) });
  const names = async (more: object, actor = lead) => (await asOf(0, more, actor)).assets.map(({ name }) => name);
  expect(await names({})).toEqual(['Alpha', 'Beta', 'Gamma']);
  expect(await names({ kind: 'dataset' })).toEqual(['Beta']);
  expect(await names({ stage: 'develop', team: team.key })).toEqual(['Alpha', 'Gamma']);
  const page = await asOf(0, { limit: 2 });
  expect(page.assets).toHaveLength(2);
  expect(await names({ limit: 2, after: page.next })).toEqual(['Gamma']);
  const stranger = await makeActor([await makeTeam(), 'lead']);
  expect(await names({}, stranger)).toEqual([]);
  await refusal(asOf(0, { team: team.key }, stranger), 'not_found');
  await refusal(asOf(-2), 'invalid');
});

test('names who approved in the round that gave the approval, and nobody of an earlier one', async () => {
  const { asset, version, digest } = await makeStanding(team);
  await aged(asset, 100);
  const [former, latter] = [await makePerson({ name: 'Fay Former' }), await makePerson({ name: 'Lou Latter' })];
  const review = await makeReview(asset, { more: { version_id: version.id } });
  await makeVote(review, former, 'approve', { at: daysAgo(30) });
  await owner.query("UPDATE reviews SET status = 'changes' WHERE id = $1", [review.id]);
  await owner.query("UPDATE reviews SET status = 'open', round = 2 WHERE id = $1", [review.id]);
  await makeVote(review, latter, 'approve', { at: daysAgo(20), round: 2 });
  await owner.query("UPDATE reviews SET status = 'approved' WHERE id = $1", [review.id]);
  const bound = { version_id: version.id, root_digest: digest, upstream_digest: '0'.repeat(64), moment: 1 };
  const times = { approved_at: daysAgo(20), valid_until: daysAgo(-30) };
  await insertRow('approvals', { id: newId(), review_id: review.id, team_id: team.id, asset_id: asset.id, ...bound, ...times });
  expect((await asOf(10)).assets[0]?.approvals).toMatchObject([{ reviewId: review.id, by: ['Lou Latter'] }]);
});

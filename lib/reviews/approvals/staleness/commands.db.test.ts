import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '#lib/composition.ts';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeLineage,
  makePerson,
  makeTeam,
  makeVersion,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { lineageOperations as lineage } from '#lib/assets/lineage/procedures.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { versionOperations as versions } from '#lib/assets/versions/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { signalOperations as signals } from '#lib/risks/signals/procedures.ts';
import { isCounted, makeReview, makeTemplate, type TestTemplate } from '../../testing.ts';
import { approve } from '../commands.ts';
import { approvalOperations as approvals } from '../procedures.ts';
import { judgeLeft } from './commands.ts';

let team: TestTeam;
let other: TestTeam;
let lead: Actor;
let otherLead: Actor;
let template: TestTemplate;

beforeEach(async () => {
  template = await makeTemplate();
  [team, other] = [await makeTeam(), await makeTeam()];
  [lead, otherLead] = [await makeActor([team, 'lead']), await makeActor([other, 'lead'])];
});
afterEach(stopJobs);

const as = (actor: Actor) => ({ context: contextOf(actor) });
const digest = (letter: string) => letter.repeat(64);
const files = (letter: string) => [{ path: 'data.bin', sha256: digest(letter), size: 1 }];
type Version = { id: string; label: string; teamId: string };

const house = { actorId: null, requestId: 'test', operationId: newId() };

/** An approved review of a version, with its approval. */
async function approved(
  asset: TestAsset,
  version: Version | null,
  more: Record<string, unknown> = {},
): Promise<{ id: string; review: string }> {
  // What policies asked for meanwhile is somebody else's test.
  await owner.query("UPDATE reviews SET status = 'withdrawn' WHERE asset_id = $1 AND status = 'open'", [asset.id]);
  const review = await makeReview(asset, { template, status: 'approved', more: { version_id: version?.id ?? null, ...more } });
  const id = await transact(houseScope(null), house, 'review.approved', async (change) => {
    const given = await approve(change, review.id);
    return given ?? '';
  });
  return { id, review: review.id };
}

async function stored(id: string) {
  const { rows } = await owner.query(
    'SELECT p.status, p.stale_reason AS reason, p.told_at, r.status AS review, p.upstream, p.upstream_digest FROM approvals p JOIN reviews r ON r.id = p.review_id WHERE p.id = $1',
    [id],
  );
  return rows[0];
}

/** A dataset of the other team, and a model of ours trained on its first version. */
async function trained() {
  const data = await makeAsset(other, { kind: 'dataset', name: 'Card features' });
  const model = await makeAsset(team, { kind: 'model', name: 'Fraud scorer' });
  const [dataVersion, modelVersion] = [
    await makeVersion(data, { label: 'r41', more: { root_digest: digest('a') } }),
    await makeVersion(model, { label: '3.1', more: { root_digest: digest('b') } }),
  ];
  await makeLineage(modelVersion, dataVersion, 'trained_on');
  return { data, model, dataVersion, modelVersion };
}

const register = (asset: TestAsset, letter: string, actor: Actor) =>
  call(versions.register, { id: asset.id, label: `v-${newId()}`, files: files(letter) }, as(actor));

describe('an approval', () => {
  test('names the version, its digest and everything upstream, in every team, by a digest of its own', async () => {
    const { model, modelVersion, dataVersion } = await trained();
    const { id } = await approved(model, modelVersion, { stage: 'deploy', subject: 'transition' });
    expect(await stored(id)).toMatchObject({ status: 'fresh', upstream: [{ version: dataVersion.id, digest: digest('a') }] });
    const [event] = await eventsOf(model);
    expect(event).toMatchObject({
      event: 'approval.given',
      after: { approvalId: id, rootDigest: digest('b'), upstream: 1, stage: 'deploy' },
    });
    const { rows } = await call(approvals.ofAsset, { id: model.id }, as(lead));
    expect(rows).toMatchObject([
      { id, status: 'fresh', upstream: 1, staleness: null, governed: { stage: 'develop', exposure: 'internal' } },
    ]);
    await refusal(call(approvals.ofAsset, { id: model.id }, as(otherLead)), 'not_found');
  });

  test('takes the place of earlier ones of the same template, stage and version, and of no others', async () => {
    const { model, modelVersion } = await trained();
    const short = await makeTemplate({ validityDays: 30 });
    const give = async () => {
      const review = await makeReview(model, { template: short, status: 'approved', more: { version_id: modelVersion.id } });
      return (await transact(houseScope(null), house, 'review.approved', (change) => approve(change, review.id))) ?? '';
    };
    const elsewhere = await approved(model, modelVersion);
    const [first, second] = [await give(), await give()];
    expect([(await stored(first)).status, (await stored(second)).status, (await stored(elsewhere.id)).status]).toEqual([
      'superseded',
      'fresh',
      'fresh',
    ]);
    const { rows } = await owner.query("SELECT valid_until - approved_at = interval '30 days' AS month FROM approvals WHERE id = $1", [
      second,
    ]);
    expect(rows).toEqual([{ month: true }]);
  });
});

describe('a change upstream', () => {
  test('of a dataset of another team: stale at once, its review with it, and people, the log and policies are told, without names that are not theirs', async () => {
    const { data, model, modelVersion } = await trained();
    const asker = await makePerson({ roles: [[team, 'data_scientist']] });
    const { id, review } = await approved(model, modelVersion, { requested_by: asker.id });
    expect(await isCounted(model.id)).toBe(true);
    const registered = await register(data, 'c', otherLead);
    const after = await stored(id);
    expect(after).toMatchObject({
      status: 'stale',
      review: 'stale',
      reason: { what: 'version.registered', version: registered.id, by: otherLead.id },
    });
    expect(after.told_at).toBeInstanceOf(Date);
    expect(await isCounted(model.id)).toBe(false);
    const told = (await eventsOf(model)).find(({ event }) => event === 'approval.staled');
    expect(told).toMatchObject({
      actor_id: otherLead.id,
      team_id: team.id,
      address: null,
      after: { what: 'version.registered', reviewId: review },
    });
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`Card features|${data.id}|${registered.id}`));
    expect(await eventsOf({ id: review })).toMatchObject([{ event: 'review.staled', team_id: team.id }]);
    const { rows: notices } = await owner.query('SELECT title, body FROM notifications WHERE user_id = $1', [asker.id]);
    expect(notices).toEqual([
      { title: 'The approval of Fraud scorer 3.1 went stale', body: 'A new version of an asset of another team was registered.' },
    ]);
    const [shown] = (await call(approvals.ofReview, { id: review }, as(lead))).rows;
    expect(shown?.staleness?.path).toEqual([
      null,
      null,
      { id: modelVersion.id, label: '3.1', asset: { id: model.id, name: 'Fraud scorer', kind: 'model' } },
    ]);
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`Card features|${data.id}|${registered.id}`));
    const both = await makeActor([team, 'viewer'], [other, 'viewer']);
    const [named] = (await call(approvals.ofAsset, { id: model.id }, as(both))).rows;
    expect(named?.staleness?.sentence).toBe('A new version of Card features was registered.');
    expect(named?.staleness?.path.map((stop) => stop?.asset.name)).toEqual(['Card features', 'Card features', 'Fraud scorer']);
  });

  test('far upstream, by a pipeline and its repository, and where a model runs: each finds its way', async () => {
    const repository = await makeAsset(team, { kind: 'repository', name: 'Source' });
    const pipeline = await makeAsset(team, { kind: 'pipeline', name: 'Training' });
    const model = await makeAsset(team, { kind: 'model', name: 'Model' });
    const endpoint = await makeAsset(team, { kind: 'infrastructure', name: 'Endpoint' });
    const [r, p, m, e] = [
      await makeVersion(repository),
      await makeVersion(pipeline),
      await makeVersion(model),
      await makeVersion(endpoint),
    ];
    await makeLineage(p, r, 'stored_in');
    await makeLineage(m, p, 'built_by');
    await makeLineage(m, e, 'deployed_to');
    const [ofEndpoint, ofPipeline] = [await approved(endpoint, e), await approved(pipeline, p)];
    await register(repository, 'd', lead);
    expect([(await stored(ofEndpoint.id)).status, (await stored(ofPipeline.id)).status]).toEqual(['stale', 'stale']);
    const [shown] = (await call(approvals.ofAsset, { id: endpoint.id }, as(lead))).rows;
    expect(shown?.staleness?.path.map((stop) => stop?.asset.name)).toEqual(['Source', 'Source', 'Training', 'Model', 'Endpoint']);
  });

  test('an arrow that joins or leaves what it comes from; one to what was there already changes nothing', async () => {
    const { data, model, dataVersion, modelVersion } = await trained();
    const base = await makeAsset(team, { kind: 'model', name: 'Base' });
    const baseVersion = await makeVersion(base);
    await makeLineage(baseVersion, dataVersion, 'trained_on');
    const both = await makeActor([team, 'lead'], [other, 'lead']);
    const record = (from: Version, to: Version, relation: 'derived_from' | 'evaluated_on') =>
      call(lineage.record, { fromVersionId: from.id, toVersionId: to.id, relation }, as(both));
    const first = await approved(model, modelVersion);
    const arrow = await record(modelVersion, baseVersion, 'derived_from');
    expect(await stored(first.id)).toMatchObject({ status: 'stale', reason: { what: 'lineage.recorded', origin: baseVersion.id } });
    const second = await approved(model, modelVersion);
    expect((await stored(first.id)).status).toBe('superseded');
    const again = await record(modelVersion, dataVersion, 'evaluated_on');
    await call(lineage.remove, { id: again.id }, as(both));
    expect((await stored(second.id)).status).toBe('fresh');
    await call(lineage.remove, { id: arrow.id }, as(both));
    expect(await stored(second.id)).toMatchObject({ status: 'stale', reason: { what: 'lineage.removed', origin: baseVersion.id } });
    expect(data.id).not.toBe(model.id);
  });

  test('a signal, on itself or upstream, and the end of an asset upstream', async () => {
    const { data, model, modelVersion } = await trained();
    const raise = (asset: TestAsset, actor: Actor) =>
      call(signals.raise, { id: asset.id, threat: null, severity: 'high', title: 'Odd rows', detail: '' }, as(actor));
    const first = await approved(model, modelVersion);
    await raise(model, lead);
    expect(await stored(first.id)).toMatchObject({ status: 'stale', reason: { what: 'signal.raised', asset: model.id } });
    const second = await approved(model, modelVersion);
    await raise(data, otherLead);
    expect(await stored(second.id)).toMatchObject({ status: 'stale', reason: { what: 'signal.raised', asset: data.id } });
    const third = await approved(model, modelVersion);
    await call(assets.retire, { id: data.id }, as(otherLead));
    expect(await stored(third.id)).toMatchObject({ status: 'stale', reason: { what: 'asset.retired', asset: data.id } });
    const [shown] = (await call(approvals.ofAsset, { id: model.id }, as(lead))).rows;
    expect(shown?.staleness).toMatchObject({ sentence: 'An asset of another team was retired.', path: [null, { label: '3.1' }] });
  });
});

describe('a change of the approved asset', () => {
  test('of its exposure or its data class: stale, with both values', async () => {
    const { model, modelVersion } = await trained();
    const first = await approved(model, modelVersion);
    await call(assets.edit, { id: model.id, version: 1, exposure: 'public' }, as(lead));
    expect(await stored(first.id)).toMatchObject({
      status: 'stale',
      reason: { what: 'exposure.changed', before: 'internal', after: 'public' },
    });
    const second = await approved(model, modelVersion);
    await call(assets.edit, { id: model.id, version: 2, dataClass: 'restricted' }, as(lead));
    const [shown] = (await call(approvals.ofAsset, { id: model.id, limit: 1 }, as(lead))).rows;
    expect(shown).toMatchObject({ id: second.id, staleness: { sentence: 'Its data class changed from Internal to Restricted.' } });
    expect(shown?.staleness?.path.map((stop) => stop?.label)).toEqual(['3.1']);
  });

  const moves = [
    ['on to the stage that it is for', 'deploy', 'deploy', 'fresh', undefined],
    ['on to the next stage, where it is for none', null, 'deploy', 'fresh', undefined],
    ['past the stage that it is for', 'validate', 'deploy', 'stale', true],
    ['over a stage', 'deploy', 'monitor', 'stale', undefined],
    ['back', 'deploy', 'validate', 'stale', undefined],
  ] as const;
  test.each(moves)('of its stage, %s', async (_, target, stage, status, passed) => {
    const { model, modelVersion } = await trained();
    const { id } = await approved(model, modelVersion, { stage: target, ...(target && { subject: 'transition' }) });
    await transact(houseScope(lead.id), { ...house, actorId: lead.id }, 'asset.promoted', async (change) => {
      const promoted = {
        teamId: team.id,
        assetId: model.id,
        fromStage: 'develop',
        toStage: stage,
        act: 'promote',
        passed: true,
        verdict: { passed: true },
      };
      await change.tx.promotion.create({ data: { id: newId(), ...promoted } });
      await change.tx.asset.update({ where: { id: model.id }, data: { stage } });
      await change.record({ event: 'asset.promoted', targetType: 'asset', targetId: model.id, teamId: team.id, after: { stage } });
    });
    const is = await stored(id);
    expect([is.status, is.reason?.passed]).toEqual([status, passed]);
    const { rows } = await owner.query("SELECT count(*)::int AS told FROM notifications WHERE key = 'approval.stale ' || $1", [id]);
    expect(rows[0].told > 0, 'people are told where they should look again').toBe(status === 'stale' && !passed);
  });

  test('that alters no digest and no governed field makes nothing stale', async () => {
    const { data, model, modelVersion } = await trained();
    const someone = await makePerson({ roles: [[team, 'ml_engineer']] });
    const { id } = await approved(model, modelVersion);
    const edit = (asset: TestAsset, version: number, fields: Record<string, unknown>, actor: Actor) =>
      call(assets.edit, { id: asset.id, version, ...fields }, as(actor));
    await edit(model, 1, { name: 'Renamed', description: 'Said anew', tags: ['x'], criticality: 5, ownerId: someone.id }, lead);
    await edit(data, 1, { name: 'Renamed', exposure: 'public', dataClass: 'restricted', criticality: 5 }, otherLead);
    await register(model, 'e', lead);
    await makeVersion(data, { more: { root_digest: digest('a') } });
    await judgeLeft();
    const signal = await call(
      signals.raise,
      { id: (await makeAsset(team)).id, threat: null, severity: 'critical', title: 'Elsewhere', detail: '' },
      as(lead),
    );
    expect(signal.id).toBeTruthy();
    expect(await stored(id)).toMatchObject({ status: 'fresh', review: 'approved' });
    expect((await owner.query('SELECT 1 FROM approvals_due')).rowCount).toBe(0);
  });
});

import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeTeam, makeVersion, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { versionOperations as versions } from '#lib/assets/versions/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { signalOperations as signals } from '#lib/risks/signals/procedures.ts';
import { makeReview, makeTemplate } from '../../testing.ts';
import { askByPolicy } from '../commands.ts';
import { builtInPolicies, type Trigger } from '../rules.ts';
import { askDue, mostWithin } from './commands.ts';

let team: TestTeam;
let lead: Actor;
let model: TestAsset;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  model = await makeAsset(team, { kind: 'model', more: { stage: 'monitor' } });
  await owner.query('UPDATE review_policies SET enabled = false');
});
afterEach(stopJobs);

const as = (actor: Actor) => ({ context: contextOf(actor) });
const act = () => ({ actorId: lead.id, requestId: newId(), operationId: newId() });
const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows;
const later = () => new Date(Date.now() + 60_000);
/** Reviews of the asset, oldest first. */
const reviewsOf = (asset: { id: string }) =>
  rows(
    `SELECT template, subject, version_id, base_version_id, cause, cause_ref, reason, requested_by, status FROM reviews WHERE asset_id = $1 ORDER BY id`,
    [asset.id],
  );
const waitingOf = (asset: { id: string }) => rows('SELECT trigger, ref FROM reviews_due WHERE asset_id = $1', [asset.id]);
async function policy(trigger: Trigger, template: string | null, more: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  await insertRow('review_policies', { id, trigger, kinds: [], stages: [], template, ...more });
  return id;
}

describe('what a person changes', () => {
  test('is asked about before it commits, by the policy, about the version; whoever changed it does not decide', async () => {
    const version = await makeVersion(model);
    const template = await makeTemplate();
    const id = await policy('exposure.changed', template.key, { kinds: ['model'], stages: ['monitor'] });
    await call(assets.edit, { id: model.id, version: 1, exposure: 'public' }, as(lead));
    const [review, ...others] = await reviewsOf(model);
    expect(others).toEqual([]);
    expect(review).toMatchObject({
      ...{ template: template.key, subject: 'version', version_id: version.id, cause: 'policy', cause_ref: id, status: 'open' },
      ...{ reason: 'The exposure changed from internal to public.', requested_by: lead.id },
    });
    expect(await waitingOf(model)).toEqual([]);
    expect(
      await rows("SELECT after ->> 'cause' AS cause FROM audit_events WHERE event = 'review.requested' AND team_id = $1", [team.id]),
    ).toEqual([{ cause: 'policy' }]);
  });

  test('is asked about once while the review waits, and again once it was decided', async () => {
    await makeVersion(model);
    const template = await makeTemplate();
    await policy('exposure.changed', template.key);
    await policy('data_class.changed', template.key);
    await call(assets.edit, { id: model.id, version: 1, exposure: 'public', dataClass: 'restricted' }, as(lead));
    await call(assets.edit, { id: model.id, version: 2, exposure: 'partner' }, as(lead));
    expect(await reviewsOf(model)).toHaveLength(1);
    await owner.query("UPDATE reviews SET status = 'withdrawn', decided_at = now() WHERE asset_id = $1", [model.id]);
    await call(assets.edit, { id: model.id, version: 3, exposure: 'public' }, as(lead));
    expect(await reviewsOf(model)).toHaveLength(2);
  });

  test('is not asked about by a policy that is off, of another kind or stage, or by a template that is switched off', async () => {
    await makeVersion(model);
    const [template, off] = [await makeTemplate(), await makeTemplate()];
    await policy('exposure.changed', template.key, { enabled: false });
    await policy('exposure.changed', template.key, { kinds: ['dataset'] });
    await policy('exposure.changed', template.key, { stages: ['develop'] });
    await policy('exposure.changed', off.key);
    await owner.query('UPDATE review_templates SET enabled = false WHERE key = $1', [off.key]);
    await call(assets.edit, { id: model.id, version: 1, exposure: 'public' }, as(lead));
    expect(await reviewsOf(model)).toEqual([]);
    expect(await waitingOf(model)).toEqual([]);
  });

  test('that leaves the fields as they are leaves nothing to ask about', async () => {
    await makeVersion(model);
    await policy('exposure.changed', (await makeTemplate()).key);
    await call(assets.edit, { id: model.id, version: 1, name: 'Called otherwise' }, as(lead));
    expect(await reviewsOf(model)).toEqual([]);
  });
});

test('a new version of what is in use is compared with the one that was approved last', async () => {
  const approved = await makeVersion(model, hoursAgo(2));
  await makeVersion(model, hoursAgo(1));
  await makeApproval(model, approved.id);
  await owner.query('UPDATE review_policies SET enabled = true WHERE id = $1', [
    builtInPolicies.find((each) => each.template === 'model-change')?.id,
  ]);
  const { id } = await call(versions.register, { id: model.id, label: '3' }, as(lead));
  const changes = (await reviewsOf(model)).filter((review) => review.cause === 'policy');
  expect(changes).toMatchObject([{ template: 'model-change', subject: 'change', version_id: id, base_version_id: approved.id }]);
  const fresh = await makeAsset(team, { kind: 'model', more: { stage: 'monitor' } });
  await call(versions.register, { id: fresh.id, label: '1' }, as(lead));
  expect(await reviewsOf(fresh), 'the first version of all has nothing to be compared with').toEqual([]);
});

test('a signal asks from its severity on, and whoever raised it may decide', async () => {
  await makeVersion(model);
  const template = await makeTemplate();
  await policy('signal.raised', template.key, { severity: 'high' });
  await call(signals.raise, { id: model.id, severity: 'medium', title: 'Seen' }, as(lead));
  expect(await reviewsOf(model)).toEqual([]);
  await call(signals.raise, { id: model.id, severity: 'critical', title: 'Weights leaked' }, as(lead));
  expect(await reviewsOf(model)).toMatchObject([{ reason: 'The signal “Weights leaked” was raised: critical.', requested_by: null }]);
});

describe('an approval that went stale', () => {
  const strike = (asset: TestAsset, approval: string) =>
    transact(scopeOf(lead, 'asset.edit'), act(), 'approval.staled', async (change) => {
      await askByPolicy(change, { trigger: 'approval.stale', about: [{ assetId: asset.id, ref: approval }] });
      await change.record({ event: 'approval.staled', targetType: 'asset', targetId: asset.id, teamId: team.id });
    });

  test('is asked about again by the template that gave it, about the same version', async () => {
    const version = await makeVersion(model);
    const { approval, template } = await makeApproval(model, version.id, 'stale');
    const id = await policy('approval.stale', null);
    await strike(model, approval);
    expect(await waitingOf(model)).toEqual([{ trigger: 'approval.stale', ref: approval }]);
    expect(await askDue(later())).toBe(1);
    expect((await reviewsOf(model)).at(-1)).toMatchObject({
      template,
      version_id: version.id,
      cause: 'policy',
      cause_ref: id,
      requested_by: null,
    });
    await strike(model, approval);
    expect(await askDue(later())).toBe(1);
    expect(await reviewsOf(model), 'the first still waits').toHaveLength(2);
    expect(await waitingOf(model)).toEqual([]);
  });

  test('is left alone where a later version was approved since, or the asset was retired', async () => {
    const [old, newer] = [await makeVersion(model, hoursAgo(1)), await makeVersion(model)];
    const { approval, template } = await makeApproval(model, old.id, 'stale');
    await makeApproval(model, newer.id, 'fresh', template);
    await policy('approval.stale', null);
    const before = await reviewsOf(model);
    await strike(model, approval);
    await askDue(later());
    expect(await reviewsOf(model)).toEqual(before);
  });
});

describe('a change of very many assets', () => {
  test('leaves asking to a job, which asks for each exactly once, even if it dies in the middle', async () => {
    const many: TestAsset[] = [];
    for (let at = 0; at <= mostWithin; at += 1) {
      const asset = await makeAsset(team, { kind: 'model', more: { stage: 'monitor' } });
      await makeVersion(asset);
      many.push(asset);
    }
    const template = await makeTemplate();
    await policy('exposure.changed', template.key);
    await transact(scopeOf(lead, 'asset.edit'), act(), 'asset.edited', async ({ tx, record }) => {
      await tx.asset.updateMany({ where: { id: { in: many.map(({ id }) => id) } }, data: { exposure: 'public' } });
      await record({ event: 'asset.edited', targetType: 'asset', targetId: many[0]?.id ?? null, teamId: team.id });
    });
    const made = () => rows('SELECT asset_id FROM reviews WHERE template = $1', [template.key]);
    expect(await made()).toEqual([]);
    expect(await rows("SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'reviews.ask'")).toEqual([{ n: 1 }]);
    await dyingAt(10, () => expect(askDue(later())).rejects.toThrow());
    expect(await made(), 'nothing of a run that died is left').toEqual([]);
    expect(await askDue(later())).toBe(many.length);
    expect(new Set((await made()).map((row) => row.asset_id)).size).toBe(many.length);
    expect(await made()).toHaveLength(many.length);
    expect(await askDue(later())).toBe(0);
  });

  test('two runners at once ask for each once', async () => {
    const template = await makeTemplate();
    const id = await policy('exposure.changed', template.key);
    for (let at = 0; at < 30; at += 1) {
      const asset = await makeAsset(team, { kind: 'model', more: { stage: 'monitor' } });
      await makeVersion(asset);
      await due(asset);
      await due(asset);
    }
    await Promise.all([askDue(later()), askDue(later())]);
    expect(await rows('SELECT count(*)::int AS n FROM reviews WHERE cause_ref = $1', [id])).toEqual([{ n: 30 }]);
  });
});

const hoursAgo = (hours: number) => ({ more: { registered_at: new Date(Date.now() - hours * 3_600_000) } });

const due = (asset: TestAsset) =>
  owner.query(
    "INSERT INTO reviews_due (team_id, trigger, asset_id, before, after, transaction) VALUES ($1, 'exposure.changed', $2, 'internal', 'public', 0)",
    [asset.teamId, asset.id],
  );

/** The database refuses the nth review from now on while `work` runs, as if the process had died there. */
async function dyingAt(number: number, work: () => Promise<unknown>): Promise<void> {
  await owner.query(`CREATE SEQUENCE dying; CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    IF nextval('dying') >= ${number} THEN RAISE EXCEPTION 'died'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER dies BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION die()`);
  try {
    await work();
  } finally {
    await owner.query('DROP TRIGGER dies ON reviews; DROP FUNCTION die(); DROP SEQUENCE dying');
  }
}

async function makeApproval(asset: TestAsset, versionId: string, status: 'fresh' | 'stale' = 'fresh', key?: string) {
  const template = key ? { key, number: 1, content: (await makeTemplate()).content } : await makeTemplate();
  const review = await makeReview(asset, { template, status: status === 'stale' ? 'stale' : 'approved', more: { version_id: versionId } });
  const approval = newId();
  const [{ moment }] = await rows("SELECT nextval('approval_moments')::int AS moment");
  await insertRow('approvals', {
    moment,
    ...{ id: approval, review_id: review.id, team_id: asset.teamId, asset_id: asset.id, version_id: versionId, status },
    ...{ upstream_digest: '0'.repeat(64), valid_until: later(), stale_at: status === 'stale' ? new Date() : null },
    ...(status === 'stale' && {
      stale_reason: { what: 'exposure.changed', asset: asset.id, before: 'internal', after: 'public' },
      told_at: new Date(),
    }),
  });
  return { approval, template: template.key };
}

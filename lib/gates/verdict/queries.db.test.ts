import { call } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { houseScope } from '#lib/access/policy.ts';
import {
  contextOf,
  makeActor,
  makeAsset,
  makeLineage,
  makeOrganisationActor,
  makePerson,
  makeRisk,
  makeSafeguard,
  makeServiceActor,
  makeTeam,
  makeVersion,
  type TestTeam,
} from '#lib/access/testing.ts';
import { versionOperations as versions } from '#lib/assets/versions/procedures.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { makeTemplate, type TestTemplate } from '#lib/reviews/testing.ts';
import { gateOperations as gates } from '../procedures.ts';
import type { Requirement } from '../rules.ts';
import { isVerified, makeApproval, makeEvidence, makeGate, makeStanding, makeVerified, type Standing } from '../testing.ts';
import { heldBack } from './many/queries.ts';
import { judgeAll } from './queries.ts';

const day = 86_400_000;
let team: TestTeam;
let viewer: Actor;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const ask = ({ asset, digest }: Pick<Standing, 'asset' | 'digest'>, stage = 'deploy', actor = viewer) =>
  call(gates.verdict, { asset: asset.id, stage: stage as 'deploy', digest }, as(actor));
const codes = ({ reasons, requirements }: Awaited<ReturnType<typeof ask>>) =>
  [...reasons, ...requirements.flatMap((each) => each.reasons)].map(({ code }) => code);

beforeEach(async () => {
  team = await makeTeam();
  viewer = await makeActor([team, 'viewer']);
});

describe('the verdict that a build asks for', () => {
  let control: string;
  let template: TestTemplate;
  let number: number;
  beforeAll(async () => {
    template = await makeTemplate({ name: 'Release of a model' });
    control = (await makeVerified(await makeAsset(await makeTeam()))).control;
    number = await makeGate('model', 'deploy', [
      { key: 'controls', type: 'controls_verified', controls: [control] },
      { key: 'evidence', type: 'evidence_younger', days: 30 },
      { key: 'reviews', type: 'reviews_approved', templates: [template.key], subject: null, count: 1 },
      { key: 'risk', type: 'no_open_risk', level: 'high' },
      { key: 'digests', type: 'complete_digests' },
      { key: 'signals', type: 'no_signal', level: 'high' },
    ]);
  });
  async function ready(): Promise<Standing & { safeguard: string; review: string }> {
    const standing = await makeStanding(team);
    const safeguard = await makeSafeguard(standing.asset, control, isVerified);
    await makeEvidence(safeguard, standing.asset, new Date(Date.now() - 29 * day));
    const review = await makeApproval(standing.asset, { version: standing.version, template });
    return { ...standing, safeguard: safeguard.id, review };
  }

  test('passes, with the policy it went by, the version and the moment', async () => {
    const standing = await ready();
    const verdict = await ask(standing);
    expect(codes(verdict)).toEqual([]);
    expect(verdict).toMatchObject({
      ...{ passed: true, stage: 'deploy', policyNumber: number, digest: standing.digest, version: { id: standing.version.id } },
      asset: { id: standing.asset.id, stage: 'develop' },
    });
    expect(verdict.requirements.map(({ title }) => title)).toContain('One review approved: Release of a model');
  });

  test('fails for a digest that nobody registered, and for one of an older version that nobody approved', async () => {
    const standing = await ready();
    const unknown = await ask({ ...standing, digest: 'f'.repeat(64) });
    expect(unknown).toMatchObject({ passed: false, version: null });
    expect(codes(unknown)).toContain('digest_unknown');
    const lead = await makeActor([team, 'lead']);
    const files = [{ path: 'model.bin', sha256: 'e'.repeat(64), size: 1 }];
    const { id } = await call(versions.register, { id: standing.asset.id, label: 'later', files }, as(lead));
    const { rootDigest } = await call(versions.get, { id }, as(lead));
    expect(codes(await ask({ asset: standing.asset, digest: rootDigest ?? '' }))).toEqual(['review_missing']);
    expect((await ask(standing)).passed).toBe(true);
  });

  test.each<[string, (standing: Awaited<ReturnType<typeof ready>>) => Promise<unknown>, string[]]>([
    [
      'a control is no longer verified',
      ({ safeguard }) => owner.query("UPDATE safeguards SET state = 'implemented' WHERE id = $1", [safeguard]),
      ['control_unverified'],
    ],
    [
      'evidence expired, whatever the jobs have done',
      ({ safeguard }) => owner.query("UPDATE safeguards SET evidence_until = now() - interval '1 second' WHERE id = $1", [safeguard]),
      ['control_evidence_expired'],
    ],
    [
      'evidence was removed',
      ({ safeguard }) => owner.query('UPDATE evidence SET removed_at = now() WHERE safeguard_id = $1', [safeguard]),
      ['evidence_missing'],
    ],
    [
      'the approval ran out a moment ago',
      ({ review }) => owner.query("UPDATE approvals SET valid_until = now() - interval '1 second' WHERE review_id = $1", [review]),
      ['review_stale', 'review_missing'],
    ],
    [
      'a condition of the approval was missed a moment ago',
      async ({ review, asset }) => {
        await owner.query("UPDATE reviews SET status = 'conditions' WHERE id = $1", [review]);
        const missed = { title: 'Mend it', owner_id: newId(), due_at: new Date(Date.now() - 1) };
        await insertRow('review_tasks', { id: newId(), review_id: review, team_id: asset.teamId, ...missed });
      },
      ['review_stale', 'review_missing'],
    ],
    ['a risk is high', ({ asset }) => makeRisk(asset), ['risk_open']],
    ['a risk is medium', ({ asset }) => makeRisk(asset, { likelihood: 2 }), []],
    [
      'a risk is accepted',
      ({ asset }) =>
        makeRisk(asset, {
          more: { level: 2, accepted_until: new Date(Date.now() + day), accepted_severity: 3, next_at: new Date(Date.now() + day) },
        }),
      [],
    ],
    [
      'an acceptance ended a moment ago',
      ({ asset }) =>
        makeRisk(asset, {
          more: { level: 2, accepted_until: new Date(Date.now() - 1), accepted_severity: 3, next_at: new Date(Date.now() - 1) },
        }),
      ['risk_open'],
    ],
    [
      'nobody assessed a risk',
      ({ asset }) => makeRisk(asset, { more: { level: 3, assessed_at: null, assessed_until: null } }),
      ['risk_unassessed'],
    ],
    [
      'its risks were not found yet',
      ({ asset }) => owner.query('UPDATE assets SET level = 3 WHERE id = $1', [asset.id]),
      ['facts_unknown'],
    ],
    [
      'a signal is open',
      ({ asset }) => insertRow('signals', { id: newId(), team_id: asset.teamId, asset_id: asset.id, severity: 'critical', title: 'Odd' }),
      ['review_stale', 'review_missing', 'signal_open'],
    ],
    [
      'the asset was retired',
      ({ asset }) => owner.query("UPDATE assets SET status = 'retired' WHERE id = $1", [asset.id]),
      ['asset_retired'],
    ],
    [
      'something upstream, in another team, has no digests',
      async ({ asset, version }) => {
        const data = await makeAsset(await makeTeam(), { kind: 'dataset' });
        await makeLineage(version, await makeVersion(data), 'trained_on');
        return asset;
      },
      ['review_stale', 'review_missing', 'upstream_digest_missing'],
    ],
  ])('where %s', async (_, change, expected) => {
    const standing = await ready();
    await change(standing);
    const verdict = await ask(standing);
    expect(codes(verdict)).toEqual(expected);
    expect(verdict.passed).toBe(expected.length === 0);
  });

  test('fails where nobody has said what the gate asks for', async () => {
    const { asset, digest } = await ready();
    await owner.query('ALTER TABLE gate_policies DISABLE TRIGGER immutable');
    await owner.query("DELETE FROM gate_policies WHERE kind = 'model' AND stage = 'collect'");
    await owner.query('ALTER TABLE gate_policies ENABLE TRIGGER immutable');
    expect(codes(await ask({ asset, digest }, 'collect'))).toEqual(['policy_missing']);
  });

  test('is found by key, and asks for the team where several have it', async () => {
    const standing = await ready();
    const by = (input: { asset: string; team?: string }, actor = viewer) =>
      call(gates.verdict, { ...input, stage: 'deploy', digest: `sha256:${standing.digest.toUpperCase()}` }, as(actor));
    expect((await by({ asset: standing.asset.key })).passed).toBe(true);
    const other = await makeTeam();
    await makeAsset(other, { key: standing.asset.key });
    expect((await by({ asset: standing.asset.key })).passed).toBe(true);
    const admin = await makeOrganisationActor('admin');
    expect((await refusal(by({ asset: standing.asset.key }, admin), 'invalid')).details.fields).toHaveProperty('team');
    expect((await by({ asset: standing.asset.key, team: team.key }, admin)).passed).toBe(true);
    await refusal(by({ asset: standing.asset.key, team: other.key }), 'not_found');
  });

  test('is for whoever sees the asset: a service account with the scope, and nobody of another team', async () => {
    const standing = await ready();
    expect((await ask(standing, 'deploy', await makeServiceActor(team, 'viewer', ['asset.read']))).passed).toBe(true);
    await refusal(ask(standing, 'deploy', await makeServiceActor(team, 'lead', ['asset.promote'])), 'forbidden');
    await refusal(ask(standing, 'deploy', await makeActor([await makeTeam(), 'lead'])), 'not_found');
    await refusal(call(gates.verdict, { asset: newId(), stage: 'deploy', digest: standing.digest }, as(viewer)), 'not_found');
    await refusal(call(gates.verdict, { asset: 'none', stage: 'deploy', digest: standing.digest }, as(viewer)), 'not_found');
  });
});

test('what is said of one asset with reasons is what is said of very many without', async () => {
  const template = await makeTemplate();
  const control = (await makeVerified(await makeAsset(team))).control;
  const requirements: Requirement[] = [
    { key: 'controls', type: 'controls_verified', controls: [control] },
    { key: 'evidence', type: 'evidence_younger', days: 30 },
    { key: 'reviews', type: 'reviews_approved', templates: [], subject: 'version', count: 1 },
    { key: 'transition', type: 'reviews_approved', templates: [], subject: 'transition', count: 1 },
    { key: 'risk', type: 'no_open_risk', level: 'high' },
    { key: 'digests', type: 'complete_digests' },
    { key: 'signals', type: 'no_signal', level: 'high' },
  ];
  await makeGate('pipeline', 'monitor', requirements);
  const asker = await makePerson();
  const ids: string[] = [];
  for (let at = 0; at < 40; at += 1) {
    const chosen = (each: number) => (at * 7 + each * 13 + Math.floor(at / 3) * each) % 3;
    const { asset, version } = await makeStanding(team, { kind: 'pipeline', stage: 'deploy' });
    ids.push(asset.id);
    if (chosen(1) > 0) {
      const safeguard = await makeSafeguard(asset, control, {
        ...isVerified,
        state: chosen(2) ? 'verified' : 'implemented',
        evidence_until: chosen(8) ? null : new Date(0),
      });
      if (chosen(3)) await makeEvidence(safeguard, asset, new Date(Date.now() - chosen(3) * 20 * day));
    }
    if (chosen(4)) await makeApproval(asset, { version, template });
    if (chosen(5)) await makeApproval(asset, { version, subject: 'transition', stage: chosen(5) === 1 ? 'monitor' : 'deploy' });
    if (chosen(6))
      await makeRisk(asset, { likelihood: chosen(6) * 2, ...(chosen(9) === 0 && { more: { level: 2, next_at: new Date(0) } }) });
    if (chosen(7) === 0)
      await insertRow('signals', {
        id: newId(),
        team_id: team.id,
        asset_id: asset.id,
        severity: chosen(2) ? 'high' : 'medium',
        title: 'Odd',
      });
    if (chosen(10) === 0) await makeLineage(version, await makeVersion(await makeAsset(team, { kind: 'repository' })), 'built_by');
    if (chosen(11) === 0)
      await owner.query(
        `INSERT INTO waivers (id, team_id, asset_id, stage, requirement, content, reason, until, requested_by, status, decided_by, decided_at)
         VALUES ($1, $2, $3, 'monitor', $4, $5, 'Borne for a while, and watched.', now() + interval '1 day', $6, 'granted', $7, now())`,
        [newId(), team.id, asset.id, requirements[at % 7]?.key, JSON.stringify(requirements[at % 7]), asker.id, (await makePerson()).id],
      );
  }
  const at = new Date();
  const [one, many] = await read(houseScope(null), async (reader) => [
    await judgeAll(
      reader,
      ids.map((id) => ({ id, stage: 'monitor' as const })),
      'newest',
      at,
    ),
    await heldBack(reader, ids, 'monitor', at),
  ]);
  const said = one.map(({ row, verdict }) => ({
    id: row.id,
    passed: verdict.passed,
    heldBy: [...new Set(verdict.requirements.filter(({ met, waiver }) => !met && !waiver).map(({ type }) => type))],
  }));
  expect(many).toEqual(ids.map((id) => said.find((each) => each.id === id)));
  // Both ways were seen of every requirement.
  for (const [index, { key }] of requirements.entries()) {
    const outcomes = new Set(one.map(({ verdict }) => verdict.requirements[index]?.met));
    expect(outcomes, key).toEqual(new Set([true, false]));
  }
  expect(one.some(({ verdict }) => verdict.requirements.some(({ waiver }) => waiver))).toBe(true);
});

import { call } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeRisk,
  makeTeam,
  makeVersion,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import type { ReviewFacet } from '../rules.ts';
import { makeReview, makeSeat, makeTemplate, makeVote, type TestReview, type TestTemplate } from '../testing.ts';
import type { ReviewListQuery } from './schema.ts';

const { list, total, facet, names, export: exported, sinceApproval, get, vote } = router.reviews;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

let team: TestTeam;
let lead: Actor;
let asker: TestPerson;
let template: TestTemplate;
let overdue: TestReview;
let soon: TestReview;
let approved: TestReview;
let transition: TestReview;
let access: TestReview;

beforeAll(async () => {
  team = await makeTeam({ name: 'Fraud' });
  lead = await makeActor([team, 'lead']);
  asker = await makePerson({ name: 'Ada Asker' });
  template = await makeTemplate({ name: 'Release' });
  const [scorer, labels] = [
    await makeAsset(team, { name: 'Fraud scorer' }),
    await makeAsset(team, { name: 'Claims labels', kind: 'dataset', more: { stage: 'collect' } }),
  ];
  overdue = await makeReview(scorer, { template, more: { due_at: hours(-1), requested_by: asker.id, title: 'Fraud scorer · 3.1' } });
  soon = await makeReview(labels, { template, more: { due_at: hours(30), title: 'Claims labels · 100%_new', cause: 'schedule' } });
  approved = await makeReview(scorer, { more: { title: 'Fraud scorer · 3.0', due_at: hours(-300) }, status: 'approved' });
  transition = await makeReview(scorer, {
    subject: 'transition',
    more: { stage: 'deploy', title: 'Fraud scorer to deployment', due_at: hours(400) },
  });
  const person = await makePerson({ name: 'Grace Guest', roles: [[team, 'viewer']] });
  const ofAccess = await makeTemplate({ subject: 'access' });
  const id = newId();
  const about = { subject: 'access', person_id: person.id, template: ofAccess.key, template_number: 1, title: 'Access to Fraud' };
  await insertRow('reviews', { id, team_id: team.id, ...about, due_at: hours(500) });
  access = { id, teamId: team.id, template: ofAccess };
  await makeSeat(overdue, lead);
  await makeSeat(soon, { role: 'developer' });
  await makeSeat(transition, lead);
  await makeReview(await makeAsset(await makeTeam(), { name: 'Fraud elsewhere' }), { template });
});

const found = async (query: ReviewListQuery) => (await call(list, query, as(lead))).rows.map(({ id }) => id);

describe('the list', () => {
  it('shows what the reader may see, by its day, with who is asked', async () => {
    const { rows, next, previous } = await call(list, {}, as(lead));
    expect([next, previous]).toEqual([null, null]);
    expect(rows.map(({ id }) => id)).toEqual([approved.id, overdue.id, soon.id, transition.id, access.id]);
    expect(rows[1]).toMatchObject({
      ...{ title: 'Fraud scorer · 3.1', status: 'open', overdue: true, assetName: 'Fraud scorer', kind: 'model', stage: 'develop' },
      ...{
        templateName: 'Release',
        reviewers: [lead.name],
        approvals: 0,
        quorum: 1,
        requesterName: 'Ada Asker',
        mine: true,
        breakGlass: false,
      },
    });
    expect(rows[2]).toMatchObject({ reviewers: ['Any developer'], mine: false, overdue: false, stage: 'collect' });
    expect(rows[0]).toMatchObject({ status: 'approved', approvals: 1, overdue: false });
    expect(rows[3]).toMatchObject({ stage: 'deploy' });
    expect(rows[4]).toMatchObject({ title: 'Grace Guest · Access to Fraud', assetId: null, kind: null, stage: null });
  });

  it.each<[ReviewListQuery, () => (TestReview | undefined)[]]>([
    [{ q: 'scorer 3.1' }, () => [overdue]],
    [{ q: '100%_' }, () => [soon]],
    [{ status: 'approved' }, () => [approved]],
    [{ status: 'open', kind: 'model' }, () => [overdue, transition]],
    [{ subject: 'transition,access' }, () => [transition, access]],
    [{ stage: 'deploy' }, () => [transition]],
    [{ stage: 'collect,deploy' }, () => [soon, transition]],
    [{ reviewer: 'me' }, () => [overdue, transition]],
    [{ reviewer: 'pool' }, () => [soon]],
    [{ reviewer: 'me,pool' }, () => [overdue, soon, transition]],
    [{ reviewer: 'none' }, () => [approved, access]],
    [{ overdue: 'yes' }, () => [overdue]],
    [{ overdue: 'no', status: 'open' }, () => [soon, transition, access]],
    [{ due: '2d' }, () => [overdue, soon]],
    [{ cause: 'schedule' }, () => [soon]],
    [{ breakGlass: 'yes' }, () => []],
    [{ sort: '-due', limit: 2 }, () => [access, transition]],
    [{ sort: 'title' }, () => [access, soon, transition, approved, overdue]],
    [{ sort: '-decided' }, () => [approved]],
    [{ sort: '-requested' }, () => [access, transition, approved, soon, overdue]],
  ])('finds by %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected().map((review) => review?.id));
  });

  it('finds by ids of people, teams and templates, and names them', async () => {
    expect(await found({ requester: asker.id })).toEqual([overdue.id]);
    expect(await found({ reviewer: lead.id })).toEqual([overdue.id, transition.id]);
    expect(await found({ template: template.key })).toEqual([overdue.id, soon.id]);
    expect(await found({ team: 'nowhere' })).toEqual([]);
    expect(await call(names, { requester: asker.id, reviewer: `me,${lead.id}`, team: team.key, template: template.key }, as(lead))).toEqual(
      {
        ...{ requester: { [asker.id]: 'Ada Asker' }, reviewer: { me: 'Me', [lead.id]: lead.name }, team: { [team.key]: 'Fraud' } },
        ...{ template: { [template.key]: 'Release' }, asset: {} },
      },
    );
  });

  it.each(['due', '-requested', 'title'] as const)('pages by %s, forwards and back', async (sort) => {
    const whole = await found({ sort });
    const first = await call(list, { sort, limit: 2 }, as(lead));
    const second = await call(list, { sort, limit: 2, after: first.next ?? '' }, as(lead));
    const third = await call(list, { sort, limit: 2, after: second.next ?? '' }, as(lead));
    expect([first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(whole);
    expect(third.next).toBeNull();
    const back = await call(list, { sort, limit: 2, before: third.previous ?? '' }, as(lead));
    expect(back.rows).toEqual(second.rows);
    await refusal(call(list, { sort: 'decided', after: first.next ?? '' }, as(lead)), 'invalid');
  });

  it('counts, the other filters standing', async () => {
    expect(await call(total, { status: 'open' }, as(lead))).toEqual({ total: 4, more: false });
    const counted = async (name: ReviewFacet, more: { status?: string; term?: string } = {}) =>
      Object.fromEntries(
        (await call(facet, { facet: name, ...more }, as(lead))).counts
          .filter(({ count }) => count > 0)
          .map(({ label, count }) => [label, count]),
      );
    expect(await counted('status', { status: 'approved' })).toEqual({ Open: 4, Approved: 1 });
    expect(await counted('subject')).toEqual({ Version: 3, 'Stage transition': 1, Access: 1 });
    expect(await counted('kind')).toEqual({ Model: 3, Dataset: 1 });
    expect(await counted('overdue')).toEqual({ Yes: 1, No: 4 });
    expect(await counted('team')).toEqual({ Fraud: 5 });
    expect(await counted('requester')).toEqual({ 'Ada Asker': 1 });
    expect(await counted('reviewer')).toEqual({ [lead.name]: 2 });
    expect(await counted('template', { term: 'rel' })).toEqual({ Release: 2 });
    expect(await counted('asset')).toEqual({ 'Fraud scorer': 3, 'Claims labels': 1 });
  });

  it('goes out as a CSV, and that it did is recorded', async () => {
    const { body } = await call(exported, { status: 'open', sort: 'due' }, as(lead));
    const lines = (await body.text()).trim().split(/\r?\n/);
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain('Fraud scorer · 3.1');
    const { rows } = await owner.query("SELECT after FROM audit_events WHERE event = 'reviews.exported' AND actor_id = $1", [lead.id]);
    expect(rows).toMatchObject([{ after: { count: 4 } }]);
    await refusal(call(list, {}, as(await makeOrganisationActor('member'))), 'forbidden');
  });
});

describe('since the last approval', () => {
  it('tells fields, digests, files and risks that differ', async () => {
    const asset = await makeAsset(team, { more: { exposure: 'internal' } });
    const file = (content: string) => ({ path: 'weights.bin', sha256: content.repeat(64), size: 1 });
    const [then, now] = [
      await makeVersion(asset, { files: [file('a')], more: { root_digest: 'a'.repeat(64) } }),
      await makeVersion(asset, { files: [file('b')], more: { root_digest: 'b'.repeat(64) } }),
    ];
    const first = await makeReview(asset, { template, more: { version_id: then.id } });
    await makeSeat(first, lead);
    expect((await call(sinceApproval, { id: first.id }, as(lead))).previous).toBeNull();
    await call(vote, { id: first.id, round: 1, decision: 'approve' }, as(lead));
    await owner.query("UPDATE assets SET exposure = 'public' WHERE id = $1", [asset.id]);
    const risk = await makeRisk(asset);
    const moved = { level_before: 1, level_after: 6, likelihood_before: 1, likelihood_after: 4, impact_before: 1, impact_after: 4 };
    await insertRow('risk_changes', {
      id: newId(),
      team_id: team.id,
      asset_id: asset.id,
      risk_id: risk.id,
      cause: 'risk.assessed',
      ...moved,
      at: hours(0.01),
    });
    const second = await makeReview(asset, { template, more: { version_id: now.id } });
    const changed = await call(sinceApproval, { id: second.id }, as(lead));
    expect(changed.previous).toMatchObject({ reviewId: first.id, versionId: then.id, versionLabel: then.label });
    expect(changed.fields).toEqual([{ field: 'exposure', label: 'Exposure', from: 'Internal', to: 'Public' }]);
    expect(changed.versions?.files).toMatchObject({ changed: 1, rows: [{ path: 'weights.bin', change: 'changed' }] });
    expect(changed.risks).toMatchObject({ opened: [{ id: risk.id, level: 'high' }], closed: [] });
    await refusal(call(sinceApproval, { id: second.id }, as(await makeActor([await makeTeam(), 'lead']))), 'not_found');
  });
});

describe('the database and the policy', () => {
  it('say the same of who may decide', async () => {
    const { partiesOfReviews } = await import('../sql.ts');
    const { conflictOf } = await import('../policy.ts');
    const { read } = await import('#lib/platform/database.ts');
    const { houseScope } = await import('#lib/access/policy.ts');
    const roles = await Promise.all(Array.from({ length: 6 }, () => makePerson()));
    const [requester, owns, registrar, subject, later, free] = roles as [
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
    ];
    const asset = await makeAsset(team, { more: { owner_id: owns.id } });
    const version = await makeVersion(asset, { more: { registered_by: registrar.id } });
    const review = await makeReview(asset, { more: { requested_by: requester.id, version_id: version.id } });
    await owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [asset.id, later.id]);
    for (const id of [review.id, access.id]) {
      const parties = await read(houseScope(null), async (reader) => (await partiesOfReviews(reader, [id])).get(id));
      for (const person of [...roles, { id: lead.id }]) {
        const { rows } = await owner.query('SELECT review_conflict($1, $2) AS conflict', [id, person.id]);
        expect(parties && conflictOf(person.id, parties)).toBe(rows[0].conflict);
      }
    }
    const conflicts = await Promise.all(
      [requester, owns, registrar, later, subject, free].map(
        async ({ id }) => (await owner.query('SELECT review_conflict($1, $2) AS c', [review.id, id])).rows[0].c,
      ),
    );
    expect(conflicts).toEqual(['requester', 'owner-then', 'registered', 'owner', null, null]);
    await makeVote(review, free, 'approve');
    expect((await call(get, { id: review.id }, as(lead))).approvals).toBe(1);
  });
});

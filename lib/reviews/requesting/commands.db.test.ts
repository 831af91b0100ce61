import { call } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makePerson,
  makeRisk,
  makeService,
  makeServiceActor,
  makeTeam,
  makeVersion,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { makeReview, makeSeat, makeTemplate } from '../testing.ts';
import type { NewReviewInput } from './schema.ts';

const { request, preview, requestMany, undo, get, list, candidatesAbout } = router.reviews;
const as = (actor: Actor) => ({ context: contextOf(actor) });

let team: TestTeam;
let lead: Actor;
let asker: Actor;
let reviewer: Actor;

beforeAll(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  asker = await makeActor([team, 'data_scientist']);
  reviewer = await makeActor([team, 'developer']);
});

const seatsOf = async (id: string) =>
  (
    await owner.query(
      'SELECT user_id, role, source, delegated_from FROM review_seats WHERE review_id = $1 AND released_at IS NULL ORDER BY id',
      [id],
    )
  ).rows as {
    user_id: string | null;
    role: string | null;
    source: string;
  }[];
const versioned = async (given: Parameters<typeof makeAsset>[1] = {}) => {
  const asset = await makeAsset(team, given);
  return { asset, version: await makeVersion(asset) };
};

describe('a review', () => {
  it('is asked for of the newest version, by a template that it keeps', async () => {
    const { asset } = await versioned();
    const newest = await makeVersion(asset, { more: { registered_at: new Date(Date.now() + 1000) } });
    const template = await makeTemplate({ reviewers: [{ by: 'team_lead' }, { by: 'role', role: 'developer' }], quorum: 2, days: 3 });
    const { id } = await call(
      request,
      { about: { subject: 'version', assetId: asset.id }, template: template.key, reason: 'For the release' },
      as(asker),
    );
    const review = await call(get, { id }, as(reviewer));
    expect(review).toMatchObject({
      ...{
        title: `${asset.name} · ${newest.label}`,
        status: 'open',
        subject: 'version',
        quorum: 2,
        round: 1,
        cause: 'hand',
        requester: { id: asker.id },
      },
      ...{ versionOf: { id: newest.id }, template: { key: template.key, number: 1, days: 3 } },
    });
    expect(await seatsOf(id)).toMatchObject([
      { user_id: lead.id, source: 'template' },
      { user_id: null, role: 'developer', source: 'template' },
    ]);
    expect((await eventsOf({ id })).map(({ event }) => event)).toEqual(['review.requested']);
    // A template changed since changes nothing of it.
    await insertRow('review_template_versions', {
      template: template.key,
      number: 2,
      content: { ...template.content, name: 'Another', quorum: 1 },
    });
    await owner.query('UPDATE review_templates SET current = 2 WHERE key = $1', [template.key]);
    expect((await call(get, { id }, as(reviewer))).template.name).toBe(template.content.name);
    const again = await refusal(
      call(request, { about: { subject: 'version', assetId: asset.id }, template: template.key }, as(asker)),
      'conflict',
    );
    expect(again.message).toMatch(/waits already/);
  });

  it('is asked for of each subject', async () => {
    const { asset, version } = await versioned({ kind: 'dataset', more: { stage: 'collect' } });
    const base = await makeVersion(asset);
    const risk = await makeRisk(await makeAsset(team));
    const acceptanceId = newId();
    const until = new Date(Date.now() + 30 * 86_400_000);
    const accepter = await makePerson();
    await insertRow('acceptances', {
      ...{ id: acceptanceId, team_id: team.id, risk_id: risk.id, asset_id: risk.assetId, requested_by: accepter.id },
      ...{ reason: 'It is borne for a while', until, severity: 3 },
    });
    const person = await makePerson({ name: 'Ada Example', roles: [[team, 'viewer']] });
    const abouts = [
      [{ subject: 'dataset', assetId: asset.id, versionId: version.id }, `${asset.name} · ${version.label}`],
      [{ subject: 'transition', assetId: asset.id, stage: 'validate' }, `${asset.name} to dataset validation`],
      [
        { subject: 'change', assetId: asset.id, versionId: version.id, baseVersionId: base.id },
        `${asset.name} · ${base.label} to ${version.label}`,
      ],
      [{ subject: 'acceptance', acceptanceId }, /^Acceptance · /],
      [{ subject: 'access', teamId: team.id, personId: person.id }, `Ada Example · Access to ${team.name}`],
    ] as const;
    for (const [about, title] of abouts) {
      const template = await makeTemplate({ subject: about.subject });
      const { id } = await call(request, { about, template: template.key }, as(asker));
      const review = await call(get, { id }, as(reviewer));
      expect(review.subject).toBe(about.subject);
      if (typeof title === 'string') expect(review.title).toBe(title);
      else expect(review.title).toMatch(title);
      expect(review.seats).toMatchObject([{ role: 'any', person: null }]);
      const { rows } = await call(list, { q: review.title.split(' · ')[0] ?? '', sort: '-requested' }, as(reviewer));
      if (about.subject !== 'access') expect(rows.some((row) => row.id === id)).toBe(true);
      if (about.subject === 'acceptance') expect(review.acceptance).toMatchObject({ id: acceptanceId, riskId: risk.id, severity: 'high' });
      if (about.subject === 'access') expect(review.access).toMatchObject({ person: { id: person.id }, role: 'viewer' });
    }
    // Names of people stand in no row that outlives them.
    const { rows } = await owner.query('SELECT title FROM reviews WHERE person_id = $1', [person.id]);
    expect(rows).toEqual([{ title: `Access to ${team.name}` }]);
  });

  it('is not asked for of what cannot be reviewed', async () => {
    const { asset, version } = await versioned();
    const template = await makeTemplate({ kinds: ['pipeline'] });
    const fits = await makeTemplate();
    const ask = (about: NewReviewInput['about'], key: string, actor = asker) => call(request, { about, template: key }, as(actor));
    expect((await refusal(ask({ subject: 'version', assetId: asset.id }, template.key), 'conflict')).message).toMatch(/other kinds/);
    expect((await refusal(ask({ subject: 'version', assetId: (await makeAsset(team)).id }, fits.key), 'conflict')).message).toMatch(
      /no registered version/,
    );
    const retired = await makeAsset(team, { more: { status: 'retired' } });
    expect((await refusal(ask({ subject: 'version', assetId: retired.id }, fits.key), 'conflict')).message).toMatch(/retired/);
    await refusal(ask({ subject: 'transition', assetId: asset.id, stage: 'deploy' }, fits.key), 'invalid');
    await refusal(ask({ subject: 'version', assetId: asset.id }, 'no-such-template'), 'invalid');
    await refusal(ask({ subject: 'version', assetId: newId() }, fits.key), 'not_found');
    const foreign = await makeVersion(await makeAsset(team));
    await refusal(ask({ subject: 'version', assetId: asset.id, versionId: foreign.id }, fits.key), 'invalid');
    await refusal(ask({ subject: 'version', assetId: asset.id }, fits.key, await makeActor([team, 'viewer'])), 'forbidden');
    await refusal(ask({ subject: 'version', assetId: asset.id }, fits.key, await makeActor([await makeTeam(), 'lead'])), 'not_found');
    const access = await makeTemplate({ subject: 'access' });
    const outsider = await makePerson();
    expect((await refusal(ask({ subject: 'access', teamId: team.id, personId: outsider.id }, access.key), 'conflict')).message).toMatch(
      /not a member/,
    );
    expect(version.id).toBeTruthy();
  });

  it('names whoever was chosen and may not decide', async () => {
    const { asset } = await versioned({ more: { owner_id: lead.id } });
    const template = await makeTemplate();
    const ask = (people: string[]) =>
      call(
        request,
        { about: { subject: 'version', assetId: asset.id }, template: template.key, assignment: { by: 'hand', people } },
        as(asker),
      );
    expect((await refusal(ask([reviewer.id, lead.id]), 'invalid')).details.fields).toEqual({
      'assignment.people': expect.stringMatching(/owns the asset/),
    });
    expect((await refusal(ask([asker.id]), 'invalid')).message).toMatch(/asked for this review/);
    const stranger = await makePerson();
    expect((await refusal(ask([stranger.id]), 'invalid')).message).toMatch(/has not the right/);
    const { id } = await ask([reviewer.id]);
    expect(await seatsOf(id)).toMatchObject([{ user_id: reviewer.id, source: 'hand' }]);
    const among = await call(candidatesAbout, { about: { subject: 'version', assetId: asset.id }, template: template.key }, as(asker));
    expect(among.people.find((each) => each.id === lead.id)?.hindrance).toBe('owns the asset');
    expect(among.people.find((each) => each.id === reviewer.id)).toMatchObject({ hindrance: null, open: expect.any(Number) });
  });

  it('of two who ask at once is one', async () => {
    const { asset } = await versioned();
    const template = await makeTemplate();
    const ask = (actor: Actor) => call(request, { about: { subject: 'version', assetId: asset.id }, template: template.key }, as(actor));
    const outcomes = await Promise.allSettled([ask(asker), ask(reviewer), ask(lead)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('that a service account asks for is none of those who keep it to decide', async () => {
    const { asset } = await versioned();
    const template = await makeTemplate();
    const service = await makeServiceActor(team, 'lead');
    await owner.query('UPDATE service_accounts SET created_by = $2 WHERE id = $1', [service.id, reviewer.id]);
    const { id } = await call(request, { about: { subject: 'version', assetId: asset.id }, template: template.key }, as(service));
    const review = await call(get, { id }, as(reviewer));
    expect(review.requester).toMatchObject({ id: service.id, name: service.name });
    expect(review.hindrance).toMatch(/asked for this review/);
    expect((await call(get, { id }, as(lead))).hindrance).toBeNull();
    await expect(makeService(team)).resolves.toBeTruthy();
  });
});

describe('many reviews', () => {
  const assetsOf = async (count: number, more: Record<string, unknown> = {}) => {
    const assets: TestAsset[] = [];
    for (let at = 0; at < count; at += 1) assets.push((await versioned({ more })).asset);
    return assets;
  };

  it('are asked for as the preview says, balanced, and taken back', async () => {
    const ours = await makeTeam();
    team = ours;
    const [one, two] = [await makeActor([ours, 'developer']), await makeActor([ours, 'developer'])];
    const chief = await makeActor([ours, 'lead']);
    const assets = await assetsOf(6);
    const bare = await makeAsset(ours);
    const elsewhere = await makeAsset(await makeTeam());
    // One of the two has something to do already.
    await makeSeat(await makeReview(assets[0] as TestAsset), one);
    const template = await makeTemplate();
    const input = {
      about: { of: 'assets' as const, ids: [...assets.map(({ id }) => id), bare.id, elsewhere.id] },
      ...{ template: template.key, assignment: { by: 'balanced' as const, among: [one.id, two.id] } },
    };
    const shown = await call(preview, input, as(chief));
    expect(shown).toMatchObject({ matching: 8, asked: 6, unassigned: 0 });
    expect(shown.left.map(({ why, count }) => [why, count])).toEqual([
      ['It does not exist, or you may not see it.', 1],
      ['It has no registered version.', 1],
    ]);
    expect(Object.fromEntries(shown.shares.map(({ id, gets }) => [id, gets]))).toEqual({ [one.id]: 3, [two.id]: 3 });
    expect(shown.rows.map(({ reviewers }) => reviewers[0])[0]).toBe(two.name);
    const report = await call(requestMany, input, as(chief));
    expect(report).toMatchObject({ changed: 6, left: shown.left, shares: shown.shares });
    const made = await owner.query('SELECT id FROM reviews WHERE cause_ref = $1', [report.operationId]);
    expect(made.rowCount).toBe(6);
    // Once more: nothing is asked for twice.
    expect(await call(requestMany, input, as(chief))).toMatchObject({ changed: 0, undoUntil: null });
    await owner.query("INSERT INTO review_answers (review_id, team_id, item, answer) VALUES ($1, $2, 'looked', 'yes')", [
      made.rows[0].id,
      ours.id,
    ]);
    const file = { name: 'a.pdf', type: 'application/pdf', size: 1, sha256: '0'.repeat(64) };
    await insertRow('review_files', { id: newId(), review_id: made.rows[5].id, team_id: ours.id, ...file });
    await refusal(call(undo, { operationId: report.operationId }, as(one)), 'not_found');
    const undone = await call(undo, { operationId: report.operationId }, as(chief));
    expect(undone).toMatchObject({ changed: 4, left: [{ why: expect.stringMatching(/worked on it/), count: 2 }] });
    expect((await eventsOf({ id: made.rows[1].id })).map(({ event }) => event)).toEqual(['review.requested', 'review.withdrawn']);
  });

  it('are asked for by a filter, of risks, and of people', async () => {
    const ours = await makeTeam();
    team = ours;
    const chief = await makeActor([ours, 'lead']);
    await makeActor([ours, 'developer']);
    const [first, second] = await assetsOf(2, { criticality: 5 });
    await assetsOf(1);
    const template = await makeTemplate();
    const filter = await call(preview, { about: { of: 'filter', filter: { team: ours.key } }, template: template.key }, as(chief));
    expect(filter).toMatchObject({ matching: 3, asked: 3 });
    const risks = [await makeRisk(first as TestAsset), await makeRisk(first as TestAsset), await makeRisk(second as TestAsset)];
    const ofRisks = await call(requestMany, { about: { of: 'risks', ids: risks.map(({ id }) => id) }, template: template.key }, as(chief));
    expect(ofRisks.changed).toBe(2);
    const access = await makeTemplate({ subject: 'access' });
    const member = await makePerson({ roles: [[ours, 'viewer']] });
    const people = { of: 'people' as const, teamId: ours.id, ids: [member.id, chief.id, (await makePerson()).id] };
    expect(await call(requestMany, { about: people, template: access.key }, as(chief))).toMatchObject({ changed: 2 });
    await refusal(call(requestMany, { about: people, template: template.key }, as(chief)), 'invalid');
    const transition = await makeTemplate({ subject: 'transition' });
    const ids = { of: 'assets' as const, ids: [(first as TestAsset).id] };
    await refusal(call(preview, { about: ids, template: transition.key }, as(chief)), 'invalid');
    expect(await call(preview, { about: ids, template: transition.key, stage: 'deploy' }, as(chief))).toMatchObject({ asked: 1 });
  });

  it('go to the lead of the owner’s team, or else to whoever may claim', async () => {
    const ours = await makeTeam();
    team = ours;
    const chief = await makeActor([ours, 'lead']);
    const [asset] = await assetsOf(1);
    const template = await makeTemplate();
    const input = {
      about: { of: 'assets' as const, ids: [(asset as TestAsset).id] },
      template: template.key,
      assignment: { by: 'owner_lead' as const },
    };
    // Whoever asks does not decide: there is no other lead.
    expect(await call(preview, input, as(chief))).toMatchObject({ unassigned: 1, rows: [{ reviewers: ['Anyone who may decide'] }] });
    const other = await makePerson();
    await giveRole(other, ours, 'lead');
    expect(await call(preview, input, as(chief))).toMatchObject({ unassigned: 0, rows: [{ reviewers: [other.name] }] });
  });
});

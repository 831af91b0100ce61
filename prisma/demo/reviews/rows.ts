/** The bank's reviews: what was asked for, who looked, and what came of it. Separation of duties holds in all of them. */

import { newId } from '#lib/platform/identifiers.ts';
import { type BuiltInTemplate, builtInTemplates } from '#lib/reviews/templates/built-in/schema.ts';
import type { Row } from '../history.ts';
import { after, momentOf, numberFrom } from '../moments.ts';
import { acceptancesAndAccess, delegation } from './beside.ts';
import { answer, condition, votesOf } from './course.ts';
import { Staff } from './people.ts';
import { type Course, courseOf, reasons, remarks } from './stories.ts';
import { day, endOfDay, type Known, type ReviewTables } from './tables.ts';

/** For each kind, the templates that its assets are reviewed by, the first that fits. */
const preferred: Record<string, readonly string[]> = {
  dataset: ['dataset-validation', 'dataset-licence-privacy', 'periodic-review'],
  model: ['model-release', 'model-card', 'periodic-review'],
  pipeline: ['pipeline-permissions', 'periodic-review'],
  infrastructure: ['endpoint-exposure', 'periodic-review'],
  repository: ['repository-permissions', 'repository-branch-protection', 'periodic-review'],
};

export function reviewRows(known: Known): ReviewTables {
  const { now } = known;
  const made: ReviewTables = {
    reviews: [],
    review_seats: [],
    review_votes: [],
    review_answers: [],
    review_tasks: [],
    delegations: [],
    outcomes: [],
  };
  const staff = new Staff({ ...known, versions: known.asset_versions });
  const newest = newestVersions(known.asset_versions);
  const active = known.assets.filter(({ status }) => status === 'active');
  for (const [index, asset] of active.entries()) {
    const version = newest.get(String(asset['id'])) ?? null;
    const template = templateFor(asset, version);
    const course = courseOf(index);
    if (template && course) add(made, known, staff, { asset, version, template, course });
  }
  for (const asset of active.filter(({ kind, stage }) => kind === 'model' && stage === 'develop').slice(0, 3)) {
    const template = builtInTemplates().find(({ key }) => key === 'stage-deploy');
    const course = courseOf(3);
    if (template && course)
      add(made, known, staff, { asset, version: newest.get(String(asset['id'])) ?? null, template, course: { ...course, daysAgo: 4 } });
  }
  acceptancesAndAccess(made, known, staff);
  delegation(made, known, staff, now);
  return made;
}

function newestVersions(versions: readonly Row[]): Map<string, Row> {
  const newest = new Map<string, Row>();
  for (const version of versions) {
    const before = newest.get(String(version['asset_id']));
    if (!before || (before['registered_at'] as Date) < (version['registered_at'] as Date)) newest.set(String(version['asset_id']), version);
  }
  return newest;
}

function templateFor({ kind, stage }: Row, version: Row | null): BuiltInTemplate | undefined {
  const fits = ({ kinds, stages, subject }: BuiltInTemplate) =>
    (kinds.length === 0 || kinds.includes(kind as never)) &&
    (stages.length === 0 || stages.includes(stage as never)) &&
    (subject === 'dataset' || version !== null);
  return (preferred[String(kind)] ?? []).flatMap((key) => builtInTemplates().find((template) => template.key === key) ?? []).find(fits);
}

type About = { asset: Row; version: Row | null; template: BuiltInTemplate; course: Course };

function add(made: ReviewTables, known: Known, staff: Staff, { asset, version, template, course }: About): void {
  const { now, history } = known;
  const words = `${String(asset['key'])} ${template.key}`;
  const registered = version ? (version['registered_at'] as Date) : (asset['created_at'] as Date);
  const at = after(words, momentOf(now, course.daysAgo, words), registered);
  if (at >= now) return;
  const deciders = staff.deciders(asset['team_id'], words);
  const requester = course.byLead ? staff.lead(asset['team_id']) : (deciders[0] ?? staff.lead(asset['team_id']));
  const parties = staff.parties(asset, version, requester, template);
  const able = staff.able(asset, parties, words);
  const needed = course.glass ? 2 : template.quorum;
  const status = course.status !== 'open' && able.length < needed ? 'open' : course.status;
  const id = newId(at.getTime());
  const teamId = asset['team_id'];
  const stage = template.subject === 'transition' ? template.stages[0] : null;
  const title = stage ? `${asset['name']} to deployment` : version ? `${asset['name']} · ${version['label']}` : String(asset['name']);
  const due = endOfDay(new Date(at.getTime() + Math.ceil(template.days * 1.4) * day));
  const reason = reasons[numberFrom(words, reasons.length)] ?? '';
  const decided = ['open', 'changes', 'withdrawn'].includes(status)
    ? null
    : after(`${words} decided`, new Date(Math.min(at.getTime() + course.took * day, now.getTime() - day / 3)));
  const voted = decided ?? after(`${words} voted`, new Date(Math.min(at.getTime() + course.took * day, now.getTime() - day / 3)));
  const about = { target: ['review', id] as [string, string], teamId: String(teamId) };
  made.reviews.push({
    ...{
      id,
      team_id: teamId,
      subject: template.subject,
      asset_id: asset['id'],
      version_id: version?.['id'] ?? null,
      base_version_id: null,
      stage,
      acceptance_id: null,
    },
    ...{
      person_id: null,
      template: template.key,
      template_number: 1,
      title,
      reason,
      status: 'open',
      cause: course.cause ?? 'hand',
      cause_ref: null,
      quorum: template.quorum,
    },
    ...{
      round: 1,
      requested_by: requester,
      requested_at: at,
      owners: [],
      due_at: due,
      decided_at: null,
      break_glass: false,
      updated_at: voted,
      version: 1,
    },
  });
  const seats = able.slice(0, Math.max(needed, 1));
  const asked = {
    subject: template.subject,
    assetId: asset['id'],
    versionId: version?.['id'] ?? null,
    template: template.key,
    number: 1,
    dueAt: due.toISOString(),
  };
  const assigned = course.pool ? ['any'] : seats.length > 0 ? seats : ['any'];
  history.record({
    ...about,
    event: 'review.requested',
    at,
    actorId: requester,
    after: { ...asked, cause: course.cause ?? 'hand', reason, assigned },
  });
  for (const holder of assigned)
    made.review_seats.push({
      ...{
        id: newId(at.getTime()),
        review_id: id,
        team_id: teamId,
        user_id: holder === 'any' ? null : holder,
        role: holder === 'any' ? 'any' : null,
        source: 'template',
      },
      ...{ delegated_from: null, assigned_by: requester, assigned_at: at, claimed_at: null, released_at: null },
    });
  answer(made, history, {
    id,
    teamId,
    template,
    words,
    by: seats[0] ?? null,
    from: at,
    to: voted,
    part: status === 'open' ? course.answered : 1,
    about,
  });
  const votes = votesOf(course, status, seats, needed);
  for (const [index, { by, decision }] of votes.entries()) {
    const when = new Date(voted.getTime() - (votes.length - 1 - index) * 3_600_000);
    const comment = course.glass ? remarks.glass : (remarks[decision] ?? '');
    made.review_votes.push({
      id: newId(when.getTime()),
      review_id: id,
      team_id: teamId,
      user_id: by,
      round: 1,
      decision,
      comment,
      break_glass: course.glass === true,
      at: when,
    });
    history.record({
      ...about,
      event: course.glass ? 'review.glass_broken' : 'review.voted',
      at: when,
      actorId: by,
      after: { decision, round: 1, comment },
    });
  }
  if (status === 'conditions') condition(made, known, { id, teamId, asset, by: votes[0]?.by ?? requester, at: voted, words });
  if (status === 'open') return;
  const broken = course.glass === true;
  const stale_at = status === 'stale' ? after(`${words} stale`, new Date(Math.min(voted.getTime() + 40 * day, now.getTime() - day))) : null;
  made.outcomes.push({ id, status, decided_at: status === 'changes' ? null : (decided ?? voted), break_glass: broken, stale_at });
  const ended = {
    approved: 'review.approved',
    stale: 'review.approved',
    conditions: 'review.approved_with_conditions',
    changes: 'review.changes_requested',
    rejected: 'review.rejected',
    withdrawn: 'review.withdrawn',
  } as const;
  const word = status === 'stale' ? 'approved' : status;
  history.record({
    ...about,
    event: ended[status],
    at: voted,
    actorId: votes.at(-1)?.by ?? requester,
    before: { status: 'open' },
    after: { status: word, round: 1, ...(broken && { breakGlass: true }) },
  });
  if (stale_at)
    history.record({
      ...about,
      event: 'review.staled',
      at: stale_at,
      actorId: null,
      before: { status: 'approved' },
      after: { status: 'stale' },
    });
}

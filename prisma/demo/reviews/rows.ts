/** The bank's reviews: what was asked for, who looked, and what came of it. Separation of duties holds in all of them. */

import { newId } from '#lib/platform/identifiers.ts';
import type { Decision, ReviewState } from '#lib/reviews/rules.ts';
import { type BuiltInTemplate, builtInTemplates } from '#lib/reviews/templates/built-in/schema.ts';
import type { History, Row } from '../history.ts';
import { after, momentOf, numberFrom } from '../moments.ts';
import { Staff } from './people.ts';
import { type Course, courseOf, reasons, remarks, tasks } from './stories.ts';

export type Known = {
  now: Date;
  history: History;
  users: readonly Row[];
  memberships: readonly Row[];
  teams: readonly Row[];
  assets: readonly Row[];
  asset_versions: readonly Row[];
  safeguards: readonly Row[];
  acceptances: readonly Row[];
};

/** What becomes of a review once its votes are there; the database takes no other order. */
export type Outcome = { id: string; status: ReviewState; decided_at: Date | null; break_glass: boolean; stale_at: Date | null };
export type ReviewTables = Record<
  'reviews' | 'review_seats' | 'review_votes' | 'review_answers' | 'review_tasks' | 'delegations',
  Row[]
> & { outcomes: Outcome[] };

const day = 86_400_000;
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

/** What waits for a decision on acceptances is looked at too, and who of the fraud team's guests should stay one. */
function acceptancesAndAccess(made: ReviewTables, { now, history, acceptances, assets, memberships, teams }: Known, staff: Staff): void {
  const open = (key: string, at: Date, row: Row, requester: string, seats: string[]) => {
    const template = builtInTemplates().find((each) => each.key === key);
    if (!template || at >= now) return;
    const id = newId(at.getTime());
    const due = endOfDay(new Date(at.getTime() + Math.ceil(template.days * 1.4) * day));
    const about = { asset_id: null, version_id: null, base_version_id: null, stage: null, acceptance_id: null, person_id: null, ...row };
    made.reviews.push({
      ...{
        id,
        team_id: row['team_id'],
        subject: template.subject,
        ...about,
        template: key,
        template_number: 1,
        reason: reasons[3],
        status: 'open',
        cause: 'hand',
        cause_ref: null,
      },
      ...{
        quorum: template.quorum,
        round: 1,
        requested_by: requester,
        requested_at: at,
        owners: [],
        due_at: due,
        decided_at: null,
        break_glass: false,
        updated_at: at,
        version: 1,
      },
    });
    const asked = {
      subject: template.subject,
      assetId: about.asset_id,
      template: key,
      number: 1,
      dueAt: due.toISOString(),
      assigned: seats,
    };
    history.record({
      event: 'review.requested',
      at,
      actorId: requester,
      target: ['review', id],
      teamId: String(row['team_id']),
      after: asked,
    });
    for (const role of seats)
      made.review_seats.push({
        ...{
          id: newId(at.getTime()),
          review_id: id,
          team_id: row['team_id'],
          user_id: null,
          role,
          source: 'template',
          delegated_from: null,
        },
        ...{ assigned_by: requester, assigned_at: at, claimed_at: null, released_at: null },
      });
  };
  for (const acceptance of acceptances.filter(({ status }) => status === 'requested')) {
    const asset = assets.find(({ id }) => id === acceptance['asset_id']);
    const at = after(`review ${String(asset?.['key'])}`, acceptance['requested_at'] as Date);
    const about = {
      team_id: acceptance['team_id'],
      asset_id: acceptance['asset_id'],
      acceptance_id: acceptance['id'],
      title: `Acceptance · ${String(asset?.['name'])}`,
    };
    open('risk-acceptance', at, about, String(acceptance['requested_by']), ['security', 'any']);
  }
  const team = teams.find(({ key }) => key === 'fraud-analytics');
  for (const guest of memberships.filter((row) => row['team_id'] === team?.['id'] && row['role'] === 'viewer')) {
    const about = { team_id: team?.['id'], person_id: guest['user_id'], title: `Access to ${String(team?.['name'])}` };
    open(
      'access-recertification',
      momentOf(now, 6, `access ${String(guest['role'])}`),
      about,
      staff.deciders(team?.['id'], 'access')[0] ?? '',
      ['lead'],
    );
  }
}

const endOfDay = (at: Date) => new Date(Math.floor(at.getTime() / day) * day + day - 1000);

function votesOf({ first }: Course, status: ReviewState, seats: readonly string[], needed: number): { by: string; decision: Decision }[] {
  const [one] = seats;
  switch (status) {
    case 'approved':
    case 'stale':
      return seats.slice(0, needed).map((by) => ({ by, decision: 'approve' }));
    case 'conditions':
      return seats.slice(0, needed).map((by, index) => ({ by, decision: index === 0 ? 'conditions' : 'approve' }));
    case 'changes':
      return one ? [{ by: one, decision: 'changes' }] : [];
    case 'rejected':
      return one ? [{ by: one, decision: 'reject' }] : [];
    default:
      // Of two who have to, one has looked already.
      return first && needed > 1 && one ? [{ by: one, decision: 'approve' }] : [];
  }
}

type Answering = {
  id: string;
  teamId: unknown;
  template: BuiltInTemplate;
  words: string;
  by: string | null;
  from: Date;
  to: Date;
  part: number;
  about: { target: [string, string]; teamId: string };
};

function answer(made: ReviewTables, history: History, { id, teamId, template, words, by, from, to, part, about }: Answering): void {
  if (by === null) return;
  const items = template.items.slice(0, Math.round(template.items.length * part));
  for (const [index, item] of items.entries()) {
    const at = new Date(from.getTime() + ((to.getTime() - from.getTime()) * (index + 1)) / (items.length + 2));
    const given = !item.required && numberFrom(words + item.id, 3) === 0 ? 'not_applicable' : 'yes';
    const link =
      item.evidence === 'required' && given === 'yes' ? `https://wiki.wrenfieldbank.example/reviews/${id.slice(-12)}/${item.id}` : null;
    const note = index === 0 ? 'Looked at together with the owner.' : '';
    made.review_answers.push({
      review_id: id,
      team_id: teamId,
      item: item.id,
      answer: given,
      note,
      link,
      answered_by: by,
      answered_at: at,
      version: 1,
    });
    history.record({ ...about, event: 'review.answered', at, actorId: by, after: { item: item.id, answer: given, note, link } });
  }
}

type Conditional = { id: string; teamId: unknown; asset: Row; by: string; at: Date; words: string };

function condition(made: ReviewTables, { now }: Known, { id, teamId, asset, by, at, words }: Conditional): void {
  const [title] = [tasks[numberFrom(words, tasks.length)] ?? ''];
  const due = endOfDay(new Date(now.getTime() + (2 + numberFrom(words, 12)) * day));
  made.review_tasks.push({
    ...{
      id: newId(at.getTime()),
      review_id: id,
      team_id: teamId,
      title,
      owner_id: asset['owner_id'] ?? by,
      round: 1,
      due_at: due,
      created_by: by,
      created_at: at,
    },
    ...{ done_at: null, done_by: null, missed_at: null, version: 1 },
  });
}

/** Somebody is away next week. */
function delegation(made: ReviewTables, { history, users, teams }: Known, staff: Staff, now: Date): void {
  const [team] = teams;
  const [one, two] = staff.deciders(team?.['id'], 'delegation');
  if (!one || !two || !users.some(({ id }) => id === one)) return;
  const at = momentOf(now, 2, 'delegation');
  const id = newId(at.getTime());
  const [from_at, until_at] = [endOfDay(new Date(now.getTime() + 3 * day)), endOfDay(new Date(now.getTime() + 10 * day))];
  made.delegations.push({
    id,
    user_id: one,
    to_user_id: two,
    from_at,
    until_at,
    note: 'On leave.',
    created_at: at,
    started_at: null,
    ended_at: null,
  });
  history.record({
    event: 'delegation.created',
    at,
    actorId: one,
    target: ['delegation', id],
    after: { userId: one, toUserId: two, from: from_at, until: until_at },
  });
}

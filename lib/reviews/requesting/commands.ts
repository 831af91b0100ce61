/** Asking for reviews: one, many from a list, or by the house for schedules and policies. Many are a few statements. */
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import { getHolidays } from '#lib/access/settings/queries.ts';
import type { Stage } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import { namedWords } from '../assigning/named/rules.ts';
import type { Filling } from '../assigning/rules.ts';
import { endOfDue } from '../rounds/commands.ts';
import type { Cause } from '../rules.ts';
import { bounds, mustBeAbout, mustFit, type Plan, type Planned, planReviews, refsOf, type Template, templateOf, told } from './queries.ts';
import { dueAfter, undoWindow } from './rules.ts';
import type { NewReview, NewReviews, ReviewSubject, ReviewsReport } from './schema.ts';
import { type Ref, refOf } from './sql.ts';
import { tellOfMany } from './telling/commands.ts';

/** How reviews are asked for. `by`: null for the house. */
export type Asking = {
  template: string;
  filling: Filling;
  title?: string | undefined;
  reason: string;
  /** Left out, as many working days as the template says, in the zone. */
  dueAt?: Date | undefined;
  timeZone: string;
  by: string | null;
  cause: Cause;
  causeRef: string | null;
  may: (teamId: string) => boolean;
  /** Where they may choose others than the template names. */
  mayChoose: (teamId: string) => boolean;
};

export type Asked = { made: { id: string; planned: Planned }[]; plan: Plan; template: Template };

/**
 * Asks for reviews of these within a change whose scope writes their teams: what cannot be asked for is left out, and told why. Ten thousand take seconds.
 * Whoever gets a seat is told once the change commits. It records an event for each, and calls nothing unchanged: the caller does, where none was made.
 * @throws AppError `invalid` for a template that is not there or is switched off
 */
export async function askFor(change: Change, refs: readonly Ref[], asking: Asking): Promise<Asked> {
  const reader = runnerOf(change);
  const template = await templateOf(reader, asking.template);
  const { filling, by: requestedBy, may, mayChoose } = asking;
  const plan = await planReviews(reader, refs, { template, filling, requestedBy, may, mayChoose });
  const dueAt = asking.dueAt ?? dueAfter(now(), template.content.days, asking.timeZone, await getHolidays());
  const made = await keep(change, plan, { ...asking, dueAt, template });
  await tellOfMany(change, made, { ...asking, dueAt, people: plan.people, subject: template.subject });
  return { made, plan, template };
}

/** Rows go in so many at a time. */
const batch = 2000;

type Kept = Omit<Asking, 'template' | 'dueAt'> & { dueAt: Date; template: Template };

async function keep(change: Change, plan: Plan, { template, title, reason, dueAt, by, cause, causeRef }: Kept): Promise<Asked['made']> {
  const { tx } = change;
  const at = now();
  const shared = { template: template.key, number: template.number, subject: template.subject, quorum: template.content.quorum };
  const rows = plan.planned.map((planned) => ({ id: newId(), planned }));
  const made: Asked['made'] = [];
  for (let from = 0; from < rows.length; from += batch) {
    const some = rows.slice(from, from + batch);
    const reviews = some.map(({ id, planned: { target, title: named } }) => ({
      ...{ id, team: target.teamId, asset: target.assetId, version: target.versionId, base: target.baseVersionId },
      ...{
        stage: template.subject === 'transition' ? target.stage : null,
        acceptance: target.acceptanceId,
        person: target.personId,
        title: title ?? named,
      },
    }));
    // Of two who ask for the same at once, the second finds the first's.
    const kept = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO reviews (id, team_id, subject, asset_id, version_id, base_version_id, stage, acceptance_id, person_id, template, template_number, title, reason,
        cause, cause_ref, quorum, requested_by, requested_at, due_at, updated_at)
      SELECT w.id, w.team, ${shared.subject}, w.asset, w.version, w.base, w.stage, w.acceptance, w.person, ${shared.template}, ${shared.number}, w.title, ${reason},
        ${cause}, ${causeRef}, ${shared.quorum}, ${by}::uuid, ${at}, ${dueAt}, ${at}
      FROM jsonb_to_recordset(${JSON.stringify(reviews)}::jsonb)
        AS w(id uuid, team uuid, asset uuid, version uuid, base uuid, stage text, acceptance uuid, person uuid, title text)
      ON CONFLICT DO NOTHING RETURNING id`;
    const there = new Set(kept.map(({ id }) => id));
    const here = some.filter(({ id }) => there.has(id));
    for (const { planned } of some.filter(({ id }) => !there.has(id)))
      plan.left.push({ why: 'A review of the same waits already.', name: planned.target.name });
    await seatAll(change, here, at);
    await change.record(
      ...here.map(({ id, planned: { target, seats } }) => ({
        event: 'review.requested' as const,
        targetType: 'review',
        targetId: id,
        teamId: target.teamId,
        after: {
          ...{
            subject: shared.subject,
            assetId: target.assetId,
            versionId: target.versionId,
            template: shared.template,
            number: shared.number,
          },
          ...(target.baseVersionId && { baseVersionId: target.baseVersionId }),
          ...(template.subject === 'transition' && { stage: target.stage }),
          ...(target.acceptanceId && { acceptanceId: target.acceptanceId }),
          ...(target.personId && { userId: target.personId }),
          ...{ dueAt: dueAt.toISOString(), cause, ...(causeRef && { causeRef }), ...(reason && { reason }) },
          assigned: seats.map(({ userId, role }) => userId ?? role),
        },
      })),
    );
    made.push(...here);
  }
  return made;
}

async function seatAll({ tx, act }: Change, made: Asked['made'], at: Date): Promise<void> {
  const seats = made.flatMap(({ id: review, planned }) =>
    planned.seats.map(({ userId, role, source, delegatedFrom }) => ({
      id: newId(),
      review,
      team: planned.target.teamId,
      user: userId,
      role,
      source,
      from: delegatedFrom,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO review_seats (id, review_id, team_id, user_id, role, source, delegated_from, assigned_by, assigned_at)
    SELECT s.id, s.review, s.team, s."user", s.role, s.source, s."from", ${act.actorId}::uuid, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) AS s(id uuid, review uuid, team uuid, "user" uuid, role text, source text, "from" uuid)`;
}

const by = (actor: Actor) => ({
  by: actor.id,
  timeZone: actor.timeZone,
  ...bounds(actor),
});

/**
 * Asks for one review. @throws AppError `not_found` for what the actor may not see, `forbidden`, `conflict` where it cannot be reviewed now or a review of it
 * waits, `invalid` with the field
 */
export async function requestReview(actor: Actor, act: Act, input: NewReview): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'review.request'), act, 'review.requested', async (change) => {
    const reader = runnerOf(change);
    mustBeAbout(await templateOf(reader, input.template), input.about.subject);
    await mustBeSeen(actor, change, input.about);
    const { template, assignment: filling, title, reason, due } = input;
    const asking = {
      ...by(actor),
      template,
      filling,
      title,
      reason,
      dueAt: due && endOfDue(actor, due, now()),
      cause: 'hand',
      causeRef: null,
    } as const;
    const { made, plan } = await askFor(change, [refOf(input.about)], { ...asking, dueAt: asking.dueAt || undefined });
    const [review] = made;
    const why = plan.left[0]?.why ?? 'There is nothing to review.';
    if (!review) throw why === namedWords ? invalid('assignment', why) : new AppError('conflict', why);
    if (filling.by === 'hand') mustSeatAll(filling.people, plan, review.planned);
    return { id: review.id };
  });
}

/** @throws AppError `not_found`, `forbidden`: what concerns one thing is told of that thing */
async function mustBeSeen(actor: Actor, { tx }: Change, about: ReviewSubject): Promise<void> {
  if (about.subject === 'access') {
    const team = await tx.team.findUnique({ where: { id: about.teamId }, select: { id: true } });
    const readable = scopeOf(actor).read;
    if (!team || (readable !== 'every' && !readable.includes(team.id))) throw notFound('team');
    must(actor, 'review.request', { teamId: team.id });
    if (!(await tx.user.findUnique({ where: { id: about.personId }, select: { id: true } }))) throw notFound('person');
    return;
  }
  const thing =
    about.subject === 'acceptance'
      ? await tx.acceptance.findUnique({ where: { id: about.acceptanceId }, select: { teamId: true } })
      : await tx.asset.findUnique({ where: { id: about.assetId }, select: { teamId: true } });
  if (!thing) throw notFound(about.subject === 'acceptance' ? 'acceptance' : 'asset');
  must(actor, 'review.request', { teamId: thing.teamId });
  for (const [field, id] of Object.entries(about).filter(([name, value]) => /ersionId$/.test(name) && value)) {
    const version = await tx.assetVersion.findFirst({
      where: { id: String(id), assetId: 'assetId' in about ? about.assetId : '' },
      select: { id: true },
    });
    if (!version) throw invalid(`about.${field}`, 'This is no version of the asset.');
  }
}

/** Whoever was chosen and may not decide is said by name, instead of being passed over. */
function mustSeatAll(people: readonly string[], plan: Plan, { seats, target }: Planned): void {
  const passed = people.find((id) => !seats.some((seat) => seat.userId === id || seat.delegatedFrom === id));
  if (!passed) return;
  const person = plan.people.find(({ id }) => id === passed);
  const why = plan.whyNot(passed, target) ?? 'may not decide here';
  throw invalid('assignment.people', `${person?.name ?? 'Somebody'} ${why}.`);
}

/** Long enough for ten thousand. */
const limit = 60_000;

/** Asks for reviews of many things at once, what can be asked for; the rest is told. It can be taken back for ten minutes. */
export async function requestMany(actor: Actor, act: Act, input: NewReviews): Promise<ReviewsReport> {
  const at = now();
  return transact(
    scopeOf(actor, 'review.request'),
    act,
    'review.requested',
    async (change) => {
      const reader = runnerOf(change);
      mustFit(await templateOf(reader, input.template), input);
      const refs = await refsOf(reader, actor, input.about, input.stage as Stage | undefined);
      const { template, assignment: filling, reason, due } = input;
      const dueAt = due ? endOfDue(actor, due, at) : undefined;
      const { made, plan } = await askFor(change, refs, {
        ...by(actor),
        template,
        filling,
        reason,
        dueAt,
        cause: 'bulk',
        causeRef: act.operationId,
      });
      if (made.length === 0) change.unchanged();
      const undoUntil = made.length > 0 ? new Date(at.getTime() + undoWindow).toISOString() : null;
      return { operationId: act.operationId, undoUntil, changed: made.length, ...told(plan) };
    },
    { limit },
  );
}

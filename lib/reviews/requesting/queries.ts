/** What would be asked for, and of whom: the plan that a preview shows and a request carries out. */
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import { all, conditions } from '#lib/assets/list/sql.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { namedWords, namesNobody, withinTemplate } from '../assigning/named/rules.ts';
import { decidesIn, type Filling, type PlannedSeat, Planner, type Reviewer, sourceOf, wantedOf } from '../assigning/rules.ts';
import { conflictOf, hindranceWords, nobody } from '../policy.ts';
import { anyRole, mostAtOnce, type Subject, subjectLabels } from '../rules.ts';
import { TemplateContent } from '../schema.ts';
import { partiesOf, reviewersOf } from '../sql.ts';
import { countLeft, type Fits, hindranceToAsk, type Target, titleOf } from './rules.ts';
import type { ManySubjects, NewReviews, ReviewsPreview, Share } from './schema.ts';
import { type Ref, targetsOf } from './sql.ts';

export type Template = { key: string; number: number; subject: Subject; content: TemplateContent };

/** The version of a template that new reviews begin with. @throws AppError `invalid` for one that is not there, or is switched off */
export async function templateOf(reader: Reader, key: string): Promise<Template> {
  const [row] = await reader.rows<{ key: string; number: number; subject: Subject; enabled: boolean; content: unknown }>(Prisma.sql`
    SELECT p.key, v.number, p.subject, p.enabled, v.content FROM review_templates p
    JOIN review_template_versions v ON v.template = p.key AND v.number = p.current WHERE p.key = ${key}`);
  if (!row) throw invalid('template', 'There is no such template.');
  if (!row.enabled) throw invalid('template', 'This template is switched off.');
  return { key: row.key, number: row.number, subject: row.subject, content: TemplateContent.parse(row.content) };
}

/** @throws AppError `invalid` where the template is about something else */
export function mustBeAbout(template: Template, subject: Subject): void {
  if (template.subject !== subject) throw invalid('template', `This template is about: ${subjectLabels[template.subject].toLowerCase()}.`);
}

export type Planned = { target: Target; title: string; seats: PlannedSeat[]; unassigned: boolean };
export type Plan = {
  planned: Planned[];
  left: { why: string; name: string }[];
  people: readonly Reviewer[];
  shares: Share[];
  /** Why somebody gets no seat of a place, after their name; null where nothing keeps them from it. */
  whyNot: (id: string, target: Target) => string | null;
};

const unseen = 'It does not exist, or you may not see it.';

/**
 * What would come of asking for reviews of these: who gets a seat in each, and what is left out and why. Deterministic for what stands in the database.
 * @param asker what of it they may ask for, and where they may choose others than the template names: everything for the house; `requestedBy` is kept from
 * deciding
 */
export async function planReviews(
  reader: Reader,
  refs: readonly Ref[],
  {
    template,
    filling,
    requestedBy,
    may,
    mayChoose,
  }: {
    template: Template;
    filling: Filling;
    requestedBy: string | null;
    may: (teamId: string) => boolean;
    mayChoose: (teamId: string) => boolean;
  },
): Promise<Plan> {
  const { content } = template;
  const found = await targetsOf(reader, refs, template);
  const fits: Fits = { subject: template.subject, kinds: content.kinds, stages: content.stages };
  const left: Plan['left'] = [];
  for (let missing = refs.length - found.length; missing > 0; missing -= 1) left.push({ why: unseen, name: '' });
  const open = found.filter(({ target }) => {
    const why = may(target.teamId) ? hindranceToAsk(target, fits) : 'You may not ask for reviews in its team.';
    if (why) left.push({ why, name: target.name });
    return why === null;
  });
  const parties = await partiesOf(
    reader,
    open.map(({ concerned }) => ({ ...concerned, requestedBy })),
  );
  const teams = [...new Set(open.flatMap(({ target, ownerTeams }) => [target.teamId, ...ownerTeams]))];
  const named = filling.by === 'hand' ? filling.people : filling.by === 'balanced' ? filling.among : [];
  const asked = content.reviewers.flatMap((each) => (each.by === 'person' ? [each.userId] : []));
  const people = open.length === 0 ? [] : await reviewersOf(reader, teams, now(), [...named, ...asked]);
  const planner = new Planner(people, now());
  const wanted = wantedOf(filling, content.reviewers, content.quorum);
  const free = filling.by === 'template' || namesNobody(content.reviewers);
  const planned = open.flatMap(({ target, ownerTeams }, at): Planned[] => {
    const place = { teamId: target.teamId, parties: parties[at] as (typeof parties)[number], ownerTeams };
    const here = free || mayChoose(target.teamId) ? wanted : withinTemplate(filling, content.reviewers, place, people);
    if (!here) {
      left.push({ why: namedWords, name: target.name });
      return [];
    }
    const seats = planner.plan(place, here, sourceOf(filling), content.quorum);
    return [{ target, title: titleOf(template.subject, target), seats, unassigned: seats.every(({ fallback }) => fallback) }];
  });
  const whyNot = (id: string, { at, teamId }: Target) => {
    const person = people.find((each) => each.id === id);
    const index = open.findIndex(({ target }) => target.at === at);
    const conflict = conflictOf(id, parties[index] ?? nobody);
    return !person || !decidesIn(person, teamId) ? hindranceWords.right : conflict && hindranceWords[conflict];
  };
  return { planned, left, people, whyNot, shares: await sharesOf(reader, planner.shares(), people) };
}

/** Who gets how many, people by what they get, pools after them. */
export async function sharesOf(reader: Reader, given: ReadonlyMap<string, number>, people: readonly Reviewer[]): Promise<Share[]> {
  const byId = new Map(people.map((person) => [person.id, person]));
  const roles = [...given.keys()].flatMap((key) => (key.startsWith('role:') ? [key.slice(5)] : []));
  const names = new Map(
    (await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM roles WHERE key = ANY (${roles})`)).map(
      ({ key, name }) => [key, name],
    ),
  );
  return [...given]
    .map(([id, gets]) => {
      const role = id.startsWith('role:') ? id.slice(5) : null;
      if (role !== null)
        return { id, name: role === anyRole ? 'Anyone who may decide' : `Any ${(names.get(role) ?? role).toLowerCase()}`, gets, open: 0 };
      return { id, name: byId.get(id)?.name ?? 'Somebody', gets, open: byId.get(id)?.open ?? 0 };
    })
    .sort((one, other) => other.gets - one.gets || (one.name < other.name ? -1 : 1));
}

/** Ids of what many reviews are about. @throws AppError `invalid` for a filter that finds more than may be asked for at once */
export async function refsOf(reader: Reader, actor: Actor, about: ManySubjects, stage: NewReviews['stage']): Promise<Ref[]> {
  switch (about.of) {
    case 'assets':
      return unique(about.ids).map((assetId) => ({ assetId, stage }));
    case 'acceptances':
      return unique(about.ids).map((acceptanceId) => ({ acceptanceId }));
    case 'people':
      return unique(about.ids).map((personId) => ({ personId, teamId: about.teamId }));
    case 'risks':
    case 'safeguards': {
      const table = about.of === 'risks' ? Prisma.sql`risks` : Prisma.sql`safeguards`;
      const rows = await reader.rows<{ id: string }>(Prisma.sql`
        SELECT DISTINCT x.asset_id AS id FROM ${table} x WHERE x.id = ANY (${about.ids}::uuid[]) AND x.asset_id IS NOT NULL ORDER BY 1`);
      return rows.map(({ id }) => ({ assetId: id, stage }));
    }
    case 'filter': {
      const teams = await teamsOf(reader, actor, about.filter);
      const rows = await reader.rows<{ id: string }>(Prisma.sql`
        SELECT a.id FROM asset_list a WHERE ${all(conditions(about.filter, teams))} ORDER BY a.id LIMIT ${mostAtOnce + 1}`);
      if (rows.length > mostAtOnce)
        throw new AppError('invalid', 'This filter finds more than 10,000 assets. Narrow it, and ask in parts.', {
          fields: { about: 'too many' },
        });
      return rows.map(({ id }) => ({ assetId: id, stage }));
    }
  }
}

const unique = (ids: readonly string[]) => [...new Set(ids)];

/** What a subject of a template is asked about with. @throws AppError `invalid` where the two do not go together */
export function mustFit(template: Template, { about, stage }: Pick<NewReviews, 'about' | 'stage'>): void {
  const { subject } = template;
  if (subject === 'change') throw invalid('template', 'A change is of two versions: ask for it from the asset.');
  if ((about.of === 'acceptances') !== (subject === 'acceptance') || (about.of === 'people') !== (subject === 'access'))
    throw invalid('template', `This template is about: ${subjectLabels[subject].toLowerCase()}.`);
  if (subject === 'transition' && !stage) throw invalid('stage', 'Choose the stage that they shall go on to.');
}

/** Of what somebody may ask, and where they may choose others than a template names. */
export const bounds = (actor: Actor) => ({
  may: (teamId: string) => can(actor, 'review.request', { teamId }),
  mayChoose: (teamId: string) => can(actor, 'review.manage', { teamId }),
});

const rowsShown = 100;

/** Who would get what. Asks for nothing. */
export async function previewReviews(actor: Actor, input: NewReviews): Promise<ReviewsPreview> {
  return read(scopeOf(actor), async (reader) => {
    const template = await templateOf(reader, input.template);
    mustFit(template, input);
    const refs = await refsOf(reader, actor, input.about, input.stage);
    const plan = await planReviews(reader, refs, {
      ...{ template, filling: input.assignment, requestedBy: actor.id },
      ...bounds(actor),
    });
    return {
      matching: refs.length,
      asked: plan.planned.length,
      ...told(plan),
      rows: plan.planned.slice(0, rowsShown).map((each) => toRow(each, plan.people)),
    };
  });
}

export const told = ({ planned, left, shares }: Plan) => ({
  unassigned: planned.filter(({ unassigned }) => unassigned).length,
  left: countLeft(left),
  shares,
});

const toRow = ({ target, title, seats }: Planned, people: readonly Reviewer[]): ReviewsPreview['rows'][number] => ({
  id: target.assetId ?? target.personId ?? target.teamId,
  name: target.personId ? target.name : title,
  kind: target.kind,
  teamName: target.teamName,
  reviewers: seats.map(({ userId, role }) =>
    userId ? (people.find(({ id }) => id === userId)?.name ?? 'Somebody') : role === anyRole ? 'Anyone who may decide' : `Any ${role}`,
  ),
});

/** Who could be asked to decide on a review: best first, with what waits for each; and who may not, with why. */
import type { z } from 'zod';
import { type Actor, can, forbidden, scopeOf } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { conflictOf, hindranceWords, nobody, type Parties } from '../policy.ts';
import { mustBeAbout, templateOf } from '../requesting/queries.ts';
import { refOf, targetsOf } from '../requesting/sql.ts';
import { anyRole } from '../rules.ts';
import { partiesOf, partiesOfReviews, reviewersOf } from '../sql.ts';
import { type Named, namedIn } from './named/queries.ts';
import { type Choice, mayJoin, unnamedWords } from './named/rules.ts';
import { compareLoad, decidesIn, holds, type Reviewer } from './rules.ts';
import type { Candidates, CandidatesAbout } from './schema.ts';

const shown = 50;

/** @throws AppError `not_found`; `forbidden` for whoever may not ask for reviews there */
export async function candidatesFor(actor: Actor, { id, q }: { id: string; q: string }): Promise<Candidates> {
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<{ team_id: string; seated: string[] }>(Prisma.sql`
      SELECT r.team_id, ARRAY(SELECT user_id FROM review_seats WHERE review_id = r.id AND released_at IS NULL AND user_id IS NOT NULL) AS seated
      FROM review_list r WHERE r.id = ${id}::uuid`);
    if (!row) throw notFound('review');
    if (!can(actor, 'review.request', { teamId: row.team_id })) throw forbidden('review.request');
    const parties = (await partiesOfReviews(reader, [id])).get(id) ?? nobody;
    const named = can(actor, 'review.manage', { teamId: row.team_id }) ? null : await namedIn(reader, id);
    return candidatesIn(reader, { teamId: row.team_id, parties, seated: row.seated, q, named });
  });
}

/** The same of a review that is still to be asked for. @throws AppError as candidatesFor, and `invalid` for a template that is not there or about something else */
export async function candidatesAbout(actor: Actor, { about, template: key, q }: z.output<typeof CandidatesAbout>): Promise<Candidates> {
  return read(scopeOf(actor), async (reader) => {
    const template = await templateOf(reader, key);
    mustBeAbout(template, about.subject);
    const [found] = await targetsOf(reader, [refOf(about)], template);
    if (!found) throw notFound(about.subject === 'access' ? 'person' : about.subject === 'acceptance' ? 'acceptance' : 'asset');
    const { teamId } = found.target;
    if (!can(actor, 'review.request', { teamId })) throw forbidden('review.request');
    const [parties = nobody] = await partiesOf(reader, [{ ...found.concerned, requestedBy: actor.id }]);
    const bound = { ofTemplate: template.content.reviewers, seated: [], ownerTeams: found.ownerTeams };
    const named = can(actor, 'review.manage', { teamId }) ? null : bound;
    return candidatesIn(reader, { teamId, parties, seated: [], q, named });
  });
}

/** `named` binds whoever does not manage reviews to whom the template names. */
type Place = { teamId: string; parties: Parties; seated: readonly string[]; q: string; named: Named | null };

async function candidatesIn(reader: Reader, { teamId, parties, seated, q, named }: Place): Promise<Candidates> {
  const people = await reviewersOf(reader, [teamId], now());
  const able = people.filter((person) => decidesIn(person, teamId));
  const names = new Map(people.map((person) => [person.id, person.name]));
  const asked = (choice: Choice) =>
    named === null || mayJoin(choice, named.seated, named.ofTemplate, { teamId, parties, ownerTeams: named.ownerTeams }, people);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const judged = able
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .map((person) => {
      const conflict = conflictOf(person.id, parties);
      return { person, why: conflict ? hindranceWords[conflict] : asked({ userId: person.id }) ? null : unnamedWords };
    })
    .sort((one, other) => Number(one.why !== null) - Number(other.why !== null) || compareLoad(one.person, other.person));
  return {
    people: judged.slice(0, shown).map(({ person, why }) => ({
      ...{ id: person.id, name: person.name, open: person.open, seated: seated.includes(person.id) },
      lastAssignedAt: person.lastAssignedAt?.toISOString() ?? null,
      delegate: person.delegateId ? (names.get(person.delegateId) ?? 'Somebody') : null,
      hindrance: why,
    })),
    more: judged.length > shown,
    pools: (
      await poolsOf(
        reader,
        teamId,
        able.filter(({ id }) => conflictOf(id, parties) === null),
      )
    ).filter(({ role }) => asked({ role })),
  };
}

/** The pools that somebody may claim a seat of. */
async function poolsOf(reader: Reader, teamId: string, people: readonly Reviewer[]): Promise<Candidates['pools']> {
  const roles = new Set(
    people.flatMap(({ orgRole, teams }) => [orgRole, ...teams.flatMap((each) => (each.teamId === teamId ? [each.role] : []))]),
  );
  const named = await reader.rows<{ key: string; name: string }>(
    Prisma.sql`SELECT key, name FROM roles WHERE key = ANY (${[...roles]}) AND key <> 'member' ORDER BY scope DESC, name`,
  );
  return [{ key: anyRole, name: 'Anyone who may decide' }, ...named].map(({ key, name }) => ({
    ...{ role: key, name },
    people: people.filter((person) => holds(person, teamId, key)).length,
  }));
}

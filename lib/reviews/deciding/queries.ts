/** Who can decide on a review, and who cannot, with why: what the page shows is what the command asks. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { decidesIn } from '../assigning/rules.ts';
import { conflictOf, hindranceWords } from '../policy.ts';
import { ablePeople, partiesOfReviews } from '../sql.ts';
import type { Deciders } from './schema.ts';

/** So many who can are named; of those who cannot, all. */
const named = 50;

type Row = { team_id: string; round: number; seated: string[]; voted: string[] };

/** @throws AppError `not_found` */
export async function decidersOf(actor: Actor, id: string): Promise<Deciders> {
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(Prisma.sql`
      SELECT r.team_id, r.round, ARRAY(SELECT user_id FROM review_seats WHERE review_id = r.id AND released_at IS NULL AND user_id IS NOT NULL) AS seated,
        ARRAY(SELECT user_id FROM review_votes WHERE review_id = r.id AND round = r.round) AS voted
      FROM review_list r WHERE r.id = ${id}::uuid`);
    const parties = (await partiesOfReviews(reader, [id])).get(id);
    if (!row || !parties) throw notFound('review');
    const concerned = [
      ...[parties.personId, parties.ownerId, parties.acceptanceRequesterId, parties.riskOwnerId].filter((each) => each !== null),
      ...[...parties.requesters, ...parties.ownersThen, ...parties.registrars, ...parties.implementers, ...row.seated],
    ];
    const people = await ablePeople(reader, [row.team_id], now(), concerned);
    const [seated, voted, told] = [new Set(row.seated), new Set(row.voted), new Set(concerned)];
    const judged = people.map((person) => {
      const conflict = conflictOf(person.id, parties);
      const why = conflict ?? (decidesIn(person, row.team_id) ? null : ('right' as const));
      return { id: person.id, name: person.name, seated: seated.has(person.id), voted: voted.has(person.id), why };
    });
    const can = judged.filter(({ why }) => why === null).sort((one, other) => Number(other.seated) - Number(one.seated));
    return {
      can: can.slice(0, named).map(({ why: _, ...person }) => person),
      cannot: judged.flatMap(({ voted: _, why, ...person }) =>
        why && told.has(person.id) ? [{ ...person, why: hindranceWords[why] }] : [],
      ),
      more: can.length > named,
    };
  });
}

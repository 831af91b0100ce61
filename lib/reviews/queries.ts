import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { levels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { severityWord } from '#lib/risks/acceptances/rules.ts';
import { decidesIn } from './assigning/rules.ts';
import {
  answersOf,
  controlNames,
  filesByItem,
  type Named,
  oneReview,
  type Row,
  type SeatRow,
  seatsOf,
  type VoteRow,
  votesOf,
} from './one/sql.ts';
import {
  conflictOf,
  hindranceToDecide,
  hindranceWords,
  mayAssign,
  mayReopen,
  mayWithdraw,
  nobody,
  type Parties,
  refusalWords,
} from './policy.ts';
import { anyRole, approversOf, isOpen, isOverdue, isWaiting } from './rules.ts';
import { type AnsweredItem, type Review, type Seat, TemplateContent } from './schema.ts';
import { ablePeople, partiesOfReviews } from './sql.ts';
import { conditionsOf } from './tasks/queries.ts';

/** Names of whoever is gone are not kept. */
const unnamed = 'Somebody';
const known = (id: string, person: Named | null): Named => person ?? { id, name: unnamed };

/** One review, whole, with what the actor may do with it. @throws AppError `not_found`, also for one of a team that the actor may not read */
export async function getReview(actor: Actor, id: string): Promise<Review> {
  const at = now();
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(oneReview(id));
    if (!row) throw notFound('review');
    const content = TemplateContent.parse(row.content);
    const seats = await seatsOf(reader, id);
    const votes = await votesOf(reader, id);
    const parties = (await partiesOfReviews(reader, [id])).get(id) ?? nobody;
    const holders = seats.flatMap(({ user_id }) => user_id ?? []);
    const able = new Set(
      (await ablePeople(reader, [row.team.id], at, holders)).filter((person) => decidesIn(person, row.team.id)).map((person) => person.id),
    );
    const answers = new Map((await answersOf(reader, id)).map((answer) => [answer.item, answer]));
    const files = await filesByItem(reader, id);
    const names = await controlNames(
      reader,
      content.items.flatMap(({ control }) => control ?? []),
    );
    const cast = votes.map(({ user_id, round, decision, break_glass }) => ({ by: user_id, round, decision, breakGlass: break_glass }));
    const breaker = votes.find((vote) => vote.break_glass && vote.round === row.round);
    return {
      ...factsOf(row),
      overdue: isOverdue({ status: row.status, dueAt: row.due_at }, at),
      approvals: approversOf({ votes: cast.filter(({ by }) => conflictOf(by, parties) === null), round: row.round }).length,
      template: {
        ...{ key: row.template, number: row.template_number, name: content.name, description: content.description },
        ...{ days: content.days, validityDays: content.validityDays },
      },
      checklist: content.items.map((item): AnsweredItem => {
        const given = answers.get(item.id);
        return {
          ...item,
          controlName: item.control ? (names.get(item.control) ?? item.control) : null,
          answer: given?.answer ?? null,
          note: given?.note ?? '',
          link: given?.link ?? null,
          files: files.get(item.id) ?? 0,
          answeredBy: given?.answered_by ?? null,
          answeredAt: given?.answered_at.toISOString() ?? null,
          version: given?.version ?? 0,
        };
      }),
      seats: seats.map((seat) => toSeat(seat, { row, votes, parties, able })),
      votes: votes.map(({ id: voteId, user_id, person, round, decision, comment, break_glass, at: castAt }) => ({
        ...{ id: voteId, person: known(user_id, person), round, decision, comment },
        ...{ breakGlass: break_glass, at: castAt.toISOString() },
      })),
      tasks: await conditionsOf(reader, actor, id),
      glassBrokenBy: breaker && !row.break_glass && isOpen(row.status) ? known(breaker.user_id, breaker.person) : null,
      ...mayOf(actor, { row, seats, votes, parties }),
    };
  });
}

/** What is told as it is kept. */
const factsOf = (row: Row) => ({
  ...{
    id: row.id,
    title: row.title,
    reason: row.reason,
    subject: row.subject,
    status: row.status,
    cause: row.cause,
    causeRef: row.cause_ref,
  },
  ...{ round: row.round, quorum: row.quorum, breakGlass: row.break_glass, version: row.version, team: row.team, stage: row.stage },
  requester: row.requester,
  requestedAt: row.requested_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
  asset: row.asset && { ...row.asset, level: levels[row.asset.level] ?? 'unassessed' },
  versionOf: row.version_of,
  base: row.base,
  acceptance: row.acceptance && { ...row.acceptance, severity: severityWord(row.acceptance.severity) },
  access: row.access,
});

type Around = { row: Row; votes: readonly VoteRow[]; parties: Parties };

function toSeat(seat: SeatRow, { row, votes, parties, able }: Around & { able: ReadonlySet<string> }): Seat {
  const conflict = seat.user_id ? conflictOf(seat.user_id, parties) : null;
  const hindrance = conflict ?? (seat.user_id && !able.has(seat.user_id) ? 'right' : null);
  return {
    id: seat.id,
    person: seat.user_id ? known(seat.user_id, seat.person) : null,
    role: seat.role,
    roleName: seat.role ? (seat.role_name ?? seat.role) : null,
    source: seat.source,
    delegatedFrom: seat.delegated_from,
    assignedBy: seat.assigned_by,
    assignedAt: seat.assigned_at.toISOString(),
    claimedAt: seat.claimed_at?.toISOString() ?? null,
    decision: votes.find((vote) => vote.user_id === seat.user_id && vote.round === row.round)?.decision ?? null,
    hindrance: hindrance && hindranceWords[hindrance],
  };
}

function mayOf(actor: Actor, { row, seats, votes, parties }: Around & { seats: readonly SeatRow[] }): Pick<Review, 'may' | 'hindrance'> {
  const place = { teamId: row.team.id };
  const hindrance = hindranceToDecide(actor, parties, place.teamId);
  // Of a retired asset nothing goes on, but it can be withdrawn.
  const live = row.asset?.status !== 'retired';
  const open = live && isOpen(row.status);
  const voted = votes.some((vote) => vote.user_id === actor.id && vote.round === row.round);
  const own = seats.find((seat) => seat.user_id === actor.id);
  const holds = (role: string | null) =>
    role === anyRole ||
    actor.orgRole.key === role ||
    actor.memberships.some((each) => each.teamId === place.teamId && each.role.key === role);
  const free = own ? undefined : seats.find((seat) => seat.user_id === null && holds(seat.role));
  const able = open && hindrance === null && !voted;
  const asked = { requestedBy: row.requested_by, teamId: place.teamId };
  return {
    may: {
      decide: able && (own ?? free) !== undefined,
      answer: open && hindrance === null && (own ?? free) !== undefined,
      claim: (able && free?.id) || null,
      release: (live && isWaiting(row.status) && !voted && own?.id) || null,
      assign: live && isWaiting(row.status) && mayAssign(actor, asked),
      reopen: live && row.status === 'changes' && mayReopen(actor, { ...asked, ownerId: parties.ownerId }),
      withdraw: isWaiting(row.status) && mayWithdraw(actor, asked),
      breakGlass: able,
      comment: can(actor, 'review.request', place) || can(actor, 'review.decide', place),
    },
    hindrance: open && hindrance !== null ? refusalWords[hindrance] : null,
  };
}

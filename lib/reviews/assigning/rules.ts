/** Who gets a seat: by the template, by hand, by rule, balanced. Pure and deterministic; free for the browser. */
import { conflictOf, type Parties } from '../policy.ts';
import { type AssignmentWay, anyRole, type SeatSource } from '../rules.ts';

/** Somebody with the right to decide somewhere, with what waits for them. */
export type Reviewer = {
  id: string;
  name: string;
  /** Their role in the organisation, and whether it gives the right to decide everywhere. */
  orgRole: string;
  everywhere: boolean;
  /** In these teams. */
  teams: readonly { teamId: string; role: string; decides: boolean }[];
  open: number;
  lastAssignedAt: Date | null;
  /** Who decides for them while they are away. */
  delegateId: string | null;
};

/** Something that is to be looked at. */
export type Place = { teamId: string; parties: Parties /** Teams of whoever owns it. */; ownerTeams: readonly string[] };

export type Wanted =
  | { by: 'person'; userId: string }
  | { by: 'role' | 'organisation_role'; role: string }
  | { by: 'team_lead' | 'owner_lead' | 'team' }
  | { by: 'balanced'; among: readonly string[] };

export type PlannedSeat = {
  userId: string | null;
  role: string | null;
  source: SeatSource;
  delegatedFrom: string | null;
  fallback: boolean;
};

/** May they decide in this team, as far as rights go? */
export const decidesIn = (person: Reviewer, teamId: string): boolean =>
  person.everywhere || person.teams.some((each) => each.teamId === teamId && each.decides);

/** Does somebody who may decide in the team hold this role, there or in the organisation? */
export const holds = (person: Reviewer, teamId: string, role: string): boolean =>
  decidesIn(person, teamId) &&
  (role === anyRole || person.orgRole === role || person.teams.some((each) => each.teamId === teamId && each.role === role));

/** May they decide on this: rights, and separation of duties? */
export const fits = (person: Reviewer, { teamId, parties }: Place): boolean =>
  decidesIn(person, teamId) && conflictOf(person.id, parties) === null;

/** The fewest open first, then whoever was given none for the longest time, then by id: the same whenever it is asked. */
export function compareLoad(one: Reviewer, other: Reviewer): number {
  if (one.open !== other.open) return one.open - other.open;
  const [mine, theirs] = [one.lastAssignedAt?.getTime() ?? 0, other.lastAssignedAt?.getTime() ?? 0];
  if (mine !== theirs) return mine - theirs;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/**
 * Plans seats for many places in their order: what one gets counts as load for the next. Change nothing but through it: it keeps the loads.
 */
export class Planner {
  private readonly people: Map<string, Reviewer>;
  private readonly at: Date;
  private readonly given = new Map<string, number>();

  constructor(people: readonly Reviewer[], at: Date) {
    this.people = new Map(people.map((person) => [person.id, { ...person }]));
    this.at = at;
  }

  /** How many seats each person, and each pool as `role:` and its key, was given. */
  shares(): ReadonlyMap<string, number> {
    return this.given;
  }

  /**
   * Seats for one place: one for each that is wanted, to whoever may decide there and has none of it yet; then pools of anybody until there are `least`, at
   * least one.
   * @param taken who holds a seat of it already
   */
  plan(place: Place, wanted: readonly Wanted[], source: SeatSource, least: number, taken: readonly string[] = []): PlannedSeat[] {
    const used = new Set(taken);
    const seats: PlannedSeat[] = [];
    for (const each of wanted) {
      const seat = this.seat(place, each, source, used);
      if (seat.fallback) continue;
      if (seat.userId !== null) used.add(seat.userId);
      seats.push(seat);
    }
    while (seats.length + taken.length < Math.max(least, 1)) seats.push(pool(anyRole, source, true));
    for (const { userId, role } of seats) this.count(userId, role);
    return seats;
  }

  private seat(place: Place, wanted: Wanted, source: SeatSource, used: ReadonlySet<string>): PlannedSeat {
    const free = (person: Reviewer | undefined): person is Reviewer => person !== undefined && !used.has(person.id) && fits(person, place);
    switch (wanted.by) {
      case 'person':
        return this.forPerson(place, this.people.get(wanted.userId), source, free);
      case 'role':
      case 'organisation_role':
        return pool(wanted.role, source, false);
      case 'team':
        return pool(anyRole, source, false);
      case 'team_lead':
      case 'owner_lead': {
        const teams = wanted.by === 'owner_lead' ? [place.teamId, ...place.ownerTeams] : [place.teamId];
        const leads = [...this.people.values()].filter((person) =>
          person.teams.some((each) => each.role === 'lead' && teams.includes(each.teamId)),
        );
        return this.forPerson(place, this.least(leads.filter(free)), source, free);
      }
      case 'balanced': {
        const named = wanted.among.length > 0;
        const people = named ? wanted.among.flatMap((id) => this.people.get(id) ?? []) : [...this.people.values()];
        const here = people.filter((person) => free(person) && person.delegateId === null);
        const ofTeam = here.filter((person) => person.teams.some((each) => each.teamId === place.teamId && each.decides));
        return this.forPerson(place, this.least(ofTeam.length > 0 && !named ? ofTeam : here), source, free);
      }
    }
  }

  private least(people: readonly Reviewer[]): Reviewer | undefined {
    return people.reduce<Reviewer | undefined>((best, person) => (best && compareLoad(best, person) <= 0 ? best : person), undefined);
  }

  /** Their delegate's, while they are away and where the delegate may decide; one hop, whoever stands in for the delegate. */
  private forPerson(
    place: Place,
    person: Reviewer | undefined,
    source: SeatSource,
    free: (person: Reviewer | undefined) => person is Reviewer,
  ): PlannedSeat {
    const delegate = person?.delegateId ? this.people.get(person.delegateId) : undefined;
    if (person && decidesIn(person, place.teamId) && free(delegate))
      return { userId: delegate.id, role: null, source: 'delegated', delegatedFrom: person.id, fallback: false };
    return free(person) ? { userId: person.id, role: null, source, delegatedFrom: null, fallback: false } : pool(anyRole, source, true);
  }

  private count(userId: string | null, role: string | null): void {
    const key = userId ?? `role:${role}`;
    this.given.set(key, (this.given.get(key) ?? 0) + 1);
    const person = userId === null ? undefined : this.people.get(userId);
    if (!person) return;
    person.open += 1;
    person.lastAssignedAt = this.at;
  }
}

const pool = (role: string, source: SeatSource, fallback: boolean): PlannedSeat => ({
  userId: null,
  role,
  source,
  delegatedFrom: null,
  fallback,
});

/** How seats are filled, as it is asked for. */
export type Filling =
  | { by: 'template' | 'owner_lead' }
  | { by: 'hand'; people: readonly string[] }
  | { by: 'pool'; role: string }
  | { by: 'balanced'; seats: number; among: readonly string[] };

const sources: Record<AssignmentWay, SeatSource> = {
  template: 'template',
  hand: 'hand',
  owner_lead: 'rule',
  pool: 'rule',
  balanced: 'balanced',
};
export const sourceOf = ({ by }: Filling): SeatSource => sources[by];

/** Whom it asks for, one for each seat; of a balanced one, no fewer than the quorum. */
export function wantedOf(filling: Filling, ofTemplate: readonly Wanted[], quorum: number): readonly Wanted[] {
  switch (filling.by) {
    case 'template':
      return ofTemplate;
    case 'hand':
      return filling.people.map((userId) => ({ by: 'person', userId }));
    case 'owner_lead':
      return [{ by: 'owner_lead' }];
    case 'pool':
      return [{ by: 'role', role: filling.role }];
    case 'balanced':
      return Array.from({ length: Math.max(filling.seats, quorum) }, () => ({ by: 'balanced', among: filling.among }));
  }
}

/** Who of the bank may do what of risk, and was there on a day. */
import type { Kind } from '#lib/assets/rules.ts';
import { type DemoPerson, type PersonKey, people } from '../people.ts';
import { leadOf, mayWrite } from '../records.ts';
import type { TeamKey } from '../teams.ts';

const staff = Object.entries(people) as [PersonKey, DemoPerson][];

/** Had joined by then, and not left. */
export function wasThere(key: PersonKey, daysAgo: number): boolean {
  const { daysAgo: joined, left, invited }: DemoPerson = people[key];
  return invited === undefined && joined > daysAgo && (left === undefined || left < daysAgo);
}

/** Assesses, plans and implements: whose trade the kind is, in the team. */
export const worksOn = (key: PersonKey, team: TeamKey, kind: Kind): boolean => team in people[key].teams && mayWrite(key, team, kind);

/** The team's people who may work on the kind, on a day; the lead last. Never nobody, for a lead works on everything. */
export function workersOf(team: TeamKey, kind: Kind, daysAgo: number): PersonKey[] {
  const lead = leadOf(team);
  const others = staff.filter(([key]) => key !== lead && worksOn(key, team, kind) && wasThere(key, daysAgo)).map(([key]) => key);
  return [...others, lead];
}

export const security: readonly PersonKey[] = ['priya', 'mateus', 'tomasz'];

/** May verify what somebody else of the team implemented: its lead, and the security team. */
export const verifiersOf = (team: TeamKey, implementer: PersonKey, daysAgo: number): PersonKey[] =>
  [leadOf(team), ...security].filter((key) => key !== implementer && wasThere(key, daysAgo));

/** What somebody who asks for a review, and does not manage reviews, may choose: among those whom the template names. Pure. */
import { type Filling, holds, type Place, type Reviewer, type Wanted } from '../rules.ts';

/** Somebody, or a pool, for one seat. */
export type Choice = { userId: string } | { role: string };

type People = ReadonlyMap<string, Reviewer>;

const leads = (person: Reviewer, teams: readonly string[]) =>
  person.teams.some((each) => each.role === 'lead' && teams.includes(each.teamId));

/** Would this seat of the template be filled by that choice as well as by its own rule? */
function answers(choice: Choice, wanted: Wanted, { teamId, ownerTeams }: Place, people: People): boolean {
  if (wanted.by === 'team' || wanted.by === 'balanced') return true;
  if ('role' in choice) return 'role' in wanted ? wanted.role === choice.role : wanted.by !== 'person' && choice.role === 'lead';
  const person = people.get(choice.userId);
  if (!person) return false;
  switch (wanted.by) {
    case 'person':
      return wanted.userId === choice.userId;
    case 'role':
    case 'organisation_role':
      return holds(person, teamId, wanted.role);
    case 'team_lead':
      return leads(person, [teamId]);
    case 'owner_lead':
      return leads(person, [teamId, ...ownerTeams]);
  }
}

/** Does the template leave it to anybody who may decide? */
export const namesNobody = (ofTemplate: readonly Wanted[]): boolean => ofTemplate.every(({ by }) => by === 'team' || by === 'balanced');

/**
 * Gives each choice a seat of the template's that it fills, each seat once; earlier choices before later ones.
 * @returns for each seat of the template the place of its choice, or null; a choice that stands nowhere fits none that is left
 */
export function matched(
  choices: readonly Choice[],
  ofTemplate: readonly Wanted[],
  place: Place,
  people: readonly Reviewer[],
): (number | null)[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const holder: (number | null)[] = ofTemplate.map(() => null);
  const give = (at: number, tried: Set<number>): boolean =>
    ofTemplate.some((wanted, seat) => {
      const choice = choices[at];
      if (!choice || tried.has(seat) || !answers(choice, wanted, place, byId)) return false;
      tried.add(seat);
      const before = holder[seat] ?? null;
      if (before !== null && !give(before, tried)) return false;
      holder[seat] = at;
      return true;
    });
  for (const at of choices.keys()) give(at, new Set());
  return holder;
}

const choicesOf = (filling: Filling): Choice[] | null => {
  switch (filling.by) {
    case 'hand':
      return filling.people.map((userId) => ({ userId }));
    case 'pool':
      return [{ role: filling.role }];
    case 'owner_lead':
      return [{ role: 'lead' }];
    default:
      return null;
  }
};

/** After the name of whoever was chosen. */
export const unnamedWords = 'is not among those whom the template asks; whoever manages reviews of the team may ask others';
export const namedWords = 'The template says who decides: whoever manages reviews of the team may ask others.';

/**
 * Whom to ask where the one who asks does not manage reviews: what they chose takes the seats of the template that it fills, the others stay as the template
 * says, so that nobody whom it names is passed over. A template that names nobody leaves the choice free.
 * @returns null where the choice leaves what the template names
 */
export function withinTemplate(
  filling: Filling,
  ofTemplate: readonly Wanted[],
  place: Place,
  people: readonly Reviewer[],
): readonly Wanted[] | null {
  const choices = choicesOf(filling);
  if (!choices) return null;
  const holder = matched(choices, ofTemplate, place, people);
  if (choices.some((_, at) => !holder.includes(at))) return null;
  return ofTemplate.map((wanted, seat): Wanted => {
    const choice = choices[holder[seat] ?? -1];
    if (!choice) return wanted;
    if ('userId' in choice) return { by: 'person', userId: choice.userId };
    return filling.by === 'owner_lead' ? { by: 'owner_lead' } : { by: 'role', role: choice.role };
  });
}

/** May this be seated beside those who are, by somebody who does not manage reviews? */
export function mayJoin(
  choice: Choice,
  seated: readonly Choice[],
  ofTemplate: readonly Wanted[],
  place: Place,
  people: readonly Reviewer[],
): boolean {
  return namesNobody(ofTemplate) || matched([...seated, choice], ofTemplate, place, people).includes(seated.length);
}

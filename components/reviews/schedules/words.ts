import type { Assignment } from '#lib/reviews/schema.ts';

/** Who gets the seats of a schedule's reviews, in words; people and roles by their names. */
export function assignmentWords(assignment: Assignment, names: Readonly<Record<string, string>>): string {
  switch (assignment.by) {
    case 'template':
      return 'As the template says';
    case 'hand':
      return assignment.people.map((id) => names[id] ?? 'somebody who has left').join(', ');
    case 'owner_lead':
      return 'The lead of the owner’s team';
    case 'pool':
      return assignment.role === 'any' ? 'Anyone who may decide' : `Anyone who is ${names[assignment.role] ?? assignment.role}`;
    case 'balanced': {
      const many = assignment.seats === 1 ? 'Whoever has the fewest open' : `The ${assignment.seats} with the fewest open`;
      return assignment.among.length === 0 ? many : `${many} of ${assignment.among.map((id) => names[id] ?? 'somebody').join(', ')}`;
    }
  }
}

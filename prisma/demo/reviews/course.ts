/** The course of one review: votes, answers, conditions. */
import { newId } from '#lib/platform/identifiers.ts';
import type { Decision, ReviewState } from '#lib/reviews/rules.ts';
import type { BuiltInTemplate } from '#lib/reviews/templates/built-in/schema.ts';
import type { History, Row } from '../history.ts';
import { numberFrom } from '../moments.ts';
import { type Course, tasks } from './stories.ts';
import { day, endOfDay, type Known, type ReviewTables } from './tables.ts';

/** Who of those that hold seats has decided, and how. */
export function votesOf(
  { first }: Course,
  status: ReviewState,
  seats: readonly string[],
  needed: number,
): { by: string; decision: Decision }[] {
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

/** What was answered between two moments, up to a part of the checklist. */
export function answer(made: ReviewTables, history: History, { id, teamId, template, words, by, from, to, part, about }: Answering): void {
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

/** Something that is to be done for the approval to hold. */
export function condition(made: ReviewTables, { now }: Known, { id, teamId, asset, by, at, words }: Conditional): void {
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

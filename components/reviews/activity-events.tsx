/** From the audit log's entries to what a person reads of a review: "Mira answered a question", with what it was about. */
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Activity } from '#lib/assets/schema.ts';
import {
  type Answer,
  answerLabels,
  type Decision,
  decidedLabels,
  type ReviewState,
  sourceLabels,
  stateLabels,
} from '#lib/reviews/rules.ts';

type Entry = Activity['entries'][number];
type Names = Activity['names'];

const sentences: Readonly<Record<string, string>> = {
  'review.requested': 'asked for this review',
  'review.assigned': 'gave a seat',
  'review.seat_claimed': 'claimed a seat',
  'review.seat_released': 'took a seat away',
  'review.answered': 'answered a question',
  'review.voted': 'decided',
  'review.approved': 'gave the last approval it took: it is approved',
  'review.approved_with_conditions': 'gave the last approval it took: it is approved with conditions',
  'review.changes_requested': 'sent it back for changes',
  'review.rejected': 'ended it by rejecting',
  'review.reopened': 'opened it again',
  'review.withdrawn': 'withdrew it',
  'review.staled': 'found that what was approved has changed: it is stale',
  'review.glass_broken': 'broke the glass',
  'review.due_changed': 'set the due date',
  'review.task_done': 'met a condition',
  'review.task_undone': 'took back that a condition was met',
  'review.task_missed': 'found a condition missed',
  'comment.added': 'commented',
  'comment.edited': 'edited a comment',
  'comment.removed': 'removed a comment',
  'file.attached': 'attached a file',
  'file.detached': 'took a file away',
};

const fieldLabels: Readonly<Record<string, string>> = {
  userId: 'Person',
  role: 'Pool',
  source: 'How',
  delegatedFrom: 'In the place of',
  item: 'Question',
  answer: 'Answer',
  link: 'Link',
  decision: 'Decision',
  status: 'Status',
  round: 'Round',
  dueAt: 'Due',
  title: 'Condition',
  fileName: 'File',
};

function shown(field: string, value: unknown, names: Names) {
  if (value === null || value === undefined || value === '') return null;
  const text = String(value);
  if (field === 'userId' || field === 'delegatedFrom') return names[text] ?? 'Somebody';
  if (field === 'answer') return answerLabels[text as Answer] ?? text;
  if (field === 'decision') return decidedLabels[text as Decision] ?? text;
  if (field === 'status') return stateLabels[text as ReviewState] ?? text;
  if (field === 'source') return sourceLabels[text as keyof typeof sourceLabels] ?? text;
  return field === 'dueAt' ? <DayTime value={text} /> : text;
}

/** Fields that changed, or that say what it was about. */
function changesOf({ before, after, event }: Entry, names: Names): TimelineChange[] {
  return Object.keys(fieldLabels)
    .filter((field) => (after && Object.hasOwn(after, field)) || (before && Object.hasOwn(before, field)))
    .filter((field) => !(event === 'review.requested' && field === 'status'))
    .map((field) => ({
      field: fieldLabels[field] ?? field,
      before: shown(field, before?.[field], names),
      after: shown(field, after?.[field], names),
    }))
    .filter(({ before: from, after: to }) => from !== null || to !== null);
}

/** What somebody wrote with it. */
const noteOf = ({ after }: Entry): string | undefined =>
  ['note', 'comment', 'reason'].map((field) => after?.[field]).find((each): each is string => typeof each === 'string' && each !== '');

/** @param entries newest first, as the API gives them */
export function reviewEvents({ entries, names }: Activity): TimelineEvent[] {
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorName,
    what: sentences[entry.event] ?? entry.event.replace(/[._]/g, ' '),
    changes: changesOf(entry, names),
    note: noteOf(entry),
  }));
}

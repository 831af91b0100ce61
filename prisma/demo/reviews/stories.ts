/** How reviews at the bank went, and the words people left. */
import type { Cause, Decision, ReviewState } from '#lib/reviews/rules.ts';

export type Course = {
  status: ReviewState;
  daysAgo: number;
  /** Days until somebody had decided. */
  took: number;
  /** How much of the checklist of an open one is answered. */
  answered: number;
  byLead?: boolean;
  /** Nobody claimed it yet. */
  pool?: boolean;
  /** The first of two has approved. */
  first?: boolean;
  glass?: boolean;
  cause?: Cause;
};

const open = (daysAgo: number, more: Partial<Course> = {}): Course => ({ status: 'open', daysAgo, took: 2, answered: 0, ...more });
const decided = (status: ReviewState, daysAgo: number, took: number, more: Partial<Course> = {}): Course => ({
  status,
  daysAgo,
  took,
  answered: 1,
  ...more,
});

/** One after the other, asset by asset; where nothing stands, nobody has asked yet. */
const courses: readonly (Course | null)[] = [
  decided('approved', 41, 3),
  open(2, { answered: 0.4 }),
  decided('approved', 88, 4, { cause: 'schedule' }),
  open(5, { first: true, answered: 1 }),
  null,
  decided('conditions', 12, 3),
  decided('approved', 27, 2, { byLead: true }),
  open(19, { answered: 0.6 }),
  decided('changes', 9, 2),
  decided('approved', 63, 5),
  open(1, { pool: true, cause: 'policy' }),
  decided('stale', 76, 3),
  null,
  decided('rejected', 34, 4),
  decided('approved', 17, 1, { cause: 'schedule' }),
  open(14, { pool: true }),
  decided('approved', 55, 2),
  decided('conditions', 20, 5, { byLead: true }),
  open(3),
  decided('withdrawn', 30, 1),
  decided('approved', 102, 3),
  decided('approved', 8, 1, { glass: true, byLead: true }),
  open(24, { first: true, answered: 1 }),
  decided('stale', 95, 4),
];

export const courseOf = (index: number): Course | null => courses[index % courses.length] ?? null;

export const reasons = [
  'For the release of next week.',
  'A new version was registered, and nobody has looked at it yet.',
  'As we do every half a year.',
  'The regulator asks who looked at it last.',
  'Before it goes on.',
  'After the incident in the neighbouring team.',
] as const;

export const remarks: Partial<Record<Decision | 'glass', string>> = {
  approve: 'Looked at it with care; nothing stands in the way.',
  conditions: 'Good, once what is named below is done.',
  changes: 'The evaluation is older than the version. Run it again, and say what it was run on.',
  reject: 'The data come from a source that we may not use for this.',
  glass: 'Card fraud doubled over the weekend, and the model that catches it waits for two people who are in the air.',
};

export const tasks = [
  'Pin the base image to its digest',
  'Take the former contractors off the repository',
  'Add the licence of the second source to the dataset card',
  'Rotate the key of the build account',
  'Repeat the bias evaluation on the new segment',
] as const;

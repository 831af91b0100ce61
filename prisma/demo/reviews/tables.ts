/** What the bank's reviews are made of, and which rows they make. */
import type { ReviewState } from '#lib/reviews/rules.ts';
import type { History, Row } from '../history.ts';

export type Known = {
  now: Date;
  history: History;
  users: readonly Row[];
  memberships: readonly Row[];
  teams: readonly Row[];
  assets: readonly Row[];
  asset_versions: readonly Row[];
  safeguards: readonly Row[];
  acceptances: readonly Row[];
};

/** What becomes of a review once its votes are there; the database takes no other order. */
export type Outcome = { id: string; status: ReviewState; decided_at: Date | null; break_glass: boolean; stale_at: Date | null };
export type ReviewTables = Record<
  'reviews' | 'review_seats' | 'review_votes' | 'review_answers' | 'review_tasks' | 'delegations',
  Row[]
> & { outcomes: Outcome[] };

export const day = 86_400_000;
export const endOfDay = (at: Date) => new Date(Math.floor(at.getTime() / day) * day + day - 1000);

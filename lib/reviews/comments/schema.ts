/**
 * Comments on a review: plain text in threads one level deep. Who is mentioned (`@{id}`) must be able to see the review, and is told.
 */
import { z } from 'zod';
import { longestComment, mentionsIn, mostMentions } from './rules.ts';

const Id = z.uuid();

const Body = z
  .string()
  .trim()
  .min(1, 'Write something.')
  .max(longestComment, `At most ${longestComment.toLocaleString('en-GB')} characters.`)
  .refine((text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replace(/[\n\r\t]/g, '')), 'No control characters.')
  .refine((text) => mentionsIn(text).length <= mostMentions, `At most ${mostMentions} people at once.`);

export const ReviewId = z.strictObject({ id: Id });
export const NewComment = z.strictObject({
  id: Id,
  body: Body,
  /** The comment that it answers: one that answers none itself. */
  parentId: Id.nullable().default(null),
});
export type NewComment = z.output<typeof NewComment>;

export const CommentEdit = z.strictObject({ commentId: Id, body: Body });
export const CommentId = z.strictObject({ commentId: Id });

export const Comment = z.strictObject({
  id: Id,
  parentId: Id.nullable(),
  author: z.strictObject({ id: Id, name: z.string() }),
  /** Empty once it was removed. */
  body: z.string(),
  removed: z.boolean(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  /** Until when the caller may edit it; null where they may not. */
  editableUntil: z.iso.datetime().nullable(),
  mayRemove: z.boolean(),
});
export type Comment = z.output<typeof Comment>;

export const Comments = z.strictObject({
  /** The oldest first, answers among them. */
  comments: z.array(Comment),
  /** Names of whoever is mentioned. */
  names: z.record(z.string(), z.string()),
  mayComment: z.boolean(),
});
export type Comments = z.output<typeof Comments>;

export const MentionSearch = z.strictObject({
  id: Id,
  q: z.string().trim().max(100).default(''),
  /** `yes`: the caller is among them. */
  self: z.enum(['yes', 'no']).default('no'),
});
export type MentionSearch = z.output<typeof MentionSearch>;
export const Mentionable = z.strictObject({ people: z.array(z.strictObject({ id: Id, name: z.string() })) });

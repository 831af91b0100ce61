import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { addComment, editComment, removeComment } from './commands.ts';
import { findMentionable, getComments } from './queries.ts';
import { CommentEdit, CommentId, Comments, Mentionable, MentionSearch, NewComment, ReviewId } from './schema.ts';

const tag = 'Reviews';

export const commentOperations = {
  list: operation(
    'GET /reviews/{id}/comments',
    { permission: 'asset.read', tag, summary: 'Get the comments on a review', input: ReviewId, output: Comments },
    ({ actor, input }) => getComments(actor, input.id),
  ),
  mentionable: operation(
    'GET /reviews/{id}/mentionable',
    {
      permission: 'asset.read',
      tag,
      summary: 'Find people who can see a review, to be mentioned in a comment',
      input: MentionSearch,
      output: Mentionable,
    },
    ({ actor, input }) => findMentionable(actor, input),
  ),
  add: operation(
    'POST /reviews/{id}/comments',
    {
      permission: 'review.request',
      tag,
      summary: 'Comment on a review; `@{id}` mentions a person, who is told',
      input: NewComment,
      output: z.strictObject({ id: z.uuid() }),
      status: 201,
    },
    ({ actor, input, context }) => addComment(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /review-comments/{commentId}',
    {
      permission: 'review.request',
      tag,
      summary: 'Mend a comment of yours, for 15 minutes after it was written',
      input: CommentEdit,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => editComment(actor, actOf(context), input),
  ),
  remove: operation(
    'DELETE /review-comments/{commentId}',
    {
      permission: 'review.request',
      tag,
      summary: 'Remove a comment of yours; that there was one stays',
      input: CommentId,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => removeComment(actor, actOf(context), input.commentId),
  ),
};

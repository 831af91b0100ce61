import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { reopenReview, setDue, withdrawReview } from '../rounds/commands.ts';
import { setTask } from '../tasks/commands.ts';
import { conditionOf } from '../tasks/queries.ts';
import { saveAnswer } from './answers/commands.ts';
import { breakGlass, castVote } from './commands.ts';
import {
  AnswerEdit,
  BreakGlass,
  NewDue,
  NewVote,
  Reopening,
  SavedAnswer,
  TaskOfReview,
  TaskOutcome,
  VoteOutcome,
  Withdrawal,
} from './schema.ts';

const tag = 'Reviews';
const nothing = { output: z.void(), status: 204 } as const;

export const reviewDecisionOperations = {
  vote: operation(
    'POST /reviews/{id}/votes',
    { permission: 'review.decide', tag, summary: 'Decide in a review', input: NewVote, output: VoteOutcome },
    ({ actor, input, context }) => castVote(actor, actOf(context), input),
  ),
  breakGlass: operation(
    'POST /reviews/{id}/break-glass',
    {
      permission: 'review.decide',
      sensitive: true,
      tag,
      summary: 'Approve past the ordinary way, by two people, marked for ever',
      input: BreakGlass,
      output: VoteOutcome,
    },
    ({ actor, input, context }) => breakGlass(actor, actOf(context), input),
  ),
  answer: operation(
    'PUT /reviews/{id}/answers/{item}',
    { permission: 'review.decide', tag, summary: 'Save the answer to a question of the checklist', input: AnswerEdit, output: SavedAnswer },
    ({ actor, input, context }) => saveAnswer(actor, actOf(context), input),
  ),
  taskDone: operation(
    'POST /reviews/{id}/tasks/{task}/done',
    { permission: 'asset.read', tag, summary: 'Say that a task of yours is done', input: TaskOfReview, output: TaskOutcome },
    async ({ actor, input, context }) => {
      const { status, task } = await setTask(actor, actOf(context), input, true);
      return { status, task: await conditionOf(actor, task.id) };
    },
  ),
  taskUndone: operation(
    'POST /reviews/{id}/tasks/{task}/undone',
    { permission: 'asset.read', tag, summary: 'Say that a task of yours is not done after all', input: TaskOfReview, output: TaskOutcome },
    async ({ actor, input, context }) => {
      const { status, task } = await setTask(actor, actOf(context), input, false);
      return { status, task: await conditionOf(actor, task.id) };
    },
  ),
  reopen: operation(
    'POST /reviews/{id}/reopen',
    { permission: 'review.request', tag, summary: 'Open a review again once the changes are made', input: Reopening, ...nothing },
    ({ actor, input, context }) => reopenReview(actor, actOf(context), input),
  ),
  withdraw: operation(
    'POST /reviews/{id}/withdraw',
    { permission: 'review.request', tag, summary: 'Withdraw a review that waits', input: Withdrawal, ...nothing },
    ({ actor, input, context }) => withdrawReview(actor, actOf(context), input),
  ),
  setDue: operation(
    'PUT /reviews/{id}/due',
    { permission: 'review.manage', tag, summary: 'Set until when a review should be decided', input: NewDue, ...nothing },
    ({ actor, input, context }) => setDue(actor, actOf(context), input),
  ),
};

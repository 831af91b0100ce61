/** Deciding: votes, answers, conditions, and who may. */
import { z } from 'zod';
import { AnswerWord, Condition, Day, Id, line, Person, prose, State } from '../schema.ts';

export const NewTask = z.strictObject({
  title: line(200).min(1, 'Say what is to be done.'),
  ownerId: Id,
  /** The end of this day in the caller's zone. */
  due: Day,
});

const Comment = prose(4000);
const voting = { id: Id, round: z.number().int().min(1) };
/** A vote names the round that its caster saw: one of an earlier round is a conflict. */
export const NewVote = z.discriminatedUnion('decision', [
  z.strictObject({ ...voting, decision: z.literal('approve'), comment: Comment.default('') }),
  z.strictObject({
    ...voting,
    decision: z.literal('conditions'),
    comment: Comment.default(''),
    tasks: z.array(NewTask).min(1, 'Name at least one condition.').max(20),
  }),
  z.strictObject({ ...voting, decision: z.literal('changes'), comment: Comment.min(1, 'Say what has to change.') }),
  z.strictObject({ ...voting, decision: z.literal('reject'), comment: Comment.min(1, 'Say why: whoever asked reads this.') }),
]);
export type NewVote = z.output<typeof NewVote>;

export const BreakGlass = z.strictObject({
  ...voting,
  reason: prose(4000).min(20, 'Say why the ordinary way cannot be waited for, in at least 20 characters.'),
});
export type BreakGlass = z.output<typeof BreakGlass>;

/** How the review stands after a vote, and what became of the controls that its answers verify. */
export const VoteOutcome = z.strictObject({
  status: State,
  round: z.int(),
  controls: z.array(z.strictObject({ control: z.string(), name: z.string(), verified: z.boolean(), why: z.string().nullable() })),
});
export type VoteOutcome = z.output<typeof VoteOutcome>;

/** An answer as it is saved, on its own. `version` is that of the answer which it was written over, 0 for none. */
export const AnswerEdit = z.strictObject({
  id: Id,
  item: z.string().max(60),
  version: z.number().int().min(0),
  answer: AnswerWord.nullable(),
  note: prose(4000).default(''),
  link: z
    .string()
    .trim()
    .max(2048)
    .refine((value) => value === '' || /^https?:\/\/\S+$/i.test(value), 'A link begins with https://')
    .transform((value) => value || null)
    .nullable()
    .default(null),
});
export type AnswerEdit = z.output<typeof AnswerEdit>;
export const SavedAnswer = z.strictObject({ version: z.int(), answeredAt: z.iso.datetime() });

export const TaskOfReview = z.strictObject({ id: Id, task: Id, version: z.number().int().min(1) });
export const TaskOutcome = z.strictObject({ status: State, task: Condition });

export const Reopening = z.strictObject({ id: Id, version: z.number().int().min(1), note: prose(4000).min(1, 'Say what has changed.') });
export const Withdrawal = z.strictObject({ id: Id, version: z.number().int().min(1), note: prose(4000).default('') });
export const NewDue = z.strictObject({ id: Id, version: z.number().int().min(1), due: Day });

/** Who can decide on a review, and who cannot although they have the right or are asked, with why. */
export const Deciders = z.strictObject({
  can: z.array(Person.extend({ seated: z.boolean(), voted: z.boolean() })),
  cannot: z.array(Person.extend({ seated: z.boolean(), why: z.string() })),
  /** There are more who can than are named. */
  more: z.boolean(),
});
export type Deciders = z.output<typeof Deciders>;

/**
 * Reviews: that somebody looks at something before it goes on — a version, a transition, an acceptance, a change, a person's access, a
 * dataset — and what they found. Shapes of templates, of reviews and of the list; the vocabulary itself stands in rules.ts.
 */
import { z } from 'zod';
import { Kind, Level, Stage, Status } from '#lib/assets/schema.ts';
import { answers, assignmentWays, causes, decisions, evidenceNeeds, mostSeats, reviewStates, seatSources, subjects } from './rules.ts';

export const Id = z.uuid();
export const Subject = z.enum(subjects);
export const State = z.enum(reviewStates);
export const Decision = z.enum(decisions);
export const AnswerWord = z.enum(answers);
export const Time = z.iso.datetime();
/** A day of the calendar; the end of it in the caller's zone is meant. */
export const Day = z.iso.date('Choose a day.');

export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => !value.includes('\u0000'), 'No control characters.');
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.');
/** A built-in role's word or a custom role's id. */
export const RoleKey = line(60).min(1);
export const TemplateKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower-case letters, digits and hyphens.');

/** A question of a checklist. Its id stays the same from version to version where the question does. */
export const ChecklistItem = z.strictObject({
  id: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower-case letters, digits and hyphens.'),
  question: line(300).min(1, 'A question is needed.'),
  guidance: prose(4000).default(''),
  /** An approval takes an answer to it. */
  required: z.boolean().default(true),
  evidence: z.enum(evidenceNeeds).default('none'),
  /** The control that the answer "yes" verifies on the asset. */
  control: z.string().max(120).nullable().default(null),
});
export type ChecklistItem = z.output<typeof ChecklistItem>;

/** Whom a template asks: each gives one seat. */
export const TemplateReviewer = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('person'), userId: Id }),
  z.strictObject({ by: z.literal('role'), role: RoleKey }),
  z.strictObject({ by: z.literal('organisation_role'), role: RoleKey }),
  z.strictObject({ by: z.literal('team_lead') }),
  z.strictObject({ by: z.literal('owner_lead') }),
  z.strictObject({ by: z.literal('team') }),
]);
export type TemplateReviewer = z.output<typeof TemplateReviewer>;

/** What a version of a template says; immutable once a number is given to it. */
export const TemplateContent = z.strictObject({
  name: line(120).min(1, 'A name is needed.'),
  description: prose(2000).default(''),
  /** None: it fits every kind. */
  kinds: z.array(Kind).max(5).default([]),
  /** None: it fits every stage. Of a transition, the stages that it leads to; of others, those at which the asset stands. */
  stages: z.array(Stage).max(6).default([]),
  items: z.array(ChecklistItem).max(60, 'At most 60 questions.').default([]),
  reviewers: z.array(TemplateReviewer).max(mostSeats, `At most ${mostSeats} reviewers.`).default([]),
  /** So many different people have to approve. */
  quorum: z.number().int().min(1).max(mostSeats).default(1),
  /** Working days until it is due. */
  days: z.number().int().min(1).max(90).default(5),
  /** Calendar days for which an approval holds. */
  validityDays: z.number().int().min(1).max(1095).default(180),
});
export type TemplateContent = z.output<typeof TemplateContent>;
export type TemplateContentInput = z.input<typeof TemplateContent>;

export const Person = z.strictObject({ id: Id, name: z.string() });

/** How the seats of one or many reviews are filled. */
export const Assignment = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('template') }),
  z.strictObject({ by: z.literal('hand'), people: z.array(Id).min(1, 'Choose somebody.').max(mostSeats) }),
  /** One of the leads of the owner's team. */
  z.strictObject({ by: z.literal('owner_lead') }),
  /** A pool, from which whoever holds the role may claim; `any` for all who may decide. */
  z.strictObject({ by: z.literal('pool'), role: RoleKey }),
  /** So many people each, who have the fewest open, then are idle the longest; among these, where any are named. */
  z.strictObject({
    by: z.literal('balanced'),
    seats: z.number().int().min(1).max(5).default(1),
    among: z.array(Id).max(200).default([]),
  }),
]);
export type Assignment = z.output<typeof Assignment>;
export const AssignmentBy = z.enum(assignmentWays);

export const Seat = z.strictObject({
  id: Id,
  /** Null for a pool that nobody claimed. */
  person: Person.nullable(),
  /** Of a pool, also once it is claimed. */
  role: z.string().nullable(),
  roleName: z.string().nullable(),
  source: z.enum(seatSources),
  delegatedFrom: Person.nullable(),
  assignedBy: Person.nullable(),
  assignedAt: Time,
  claimedAt: Time.nullable(),
  /** What they decided in this round. */
  decision: Decision.nullable(),
  /** Why they may not decide, in words after their name ("owns the asset"); null where they may. */
  hindrance: z.string().nullable(),
});
export type Seat = z.output<typeof Seat>;

export const CastVote = z.strictObject({
  id: Id,
  person: Person,
  round: z.int(),
  decision: Decision,
  comment: z.string(),
  breakGlass: z.boolean(),
  at: Time,
});
export type CastVote = z.output<typeof CastVote>;

export const Condition = z.strictObject({
  id: Id,
  title: z.string(),
  owner: Person,
  round: z.int(),
  dueAt: Time,
  createdBy: Person.nullable(),
  createdAt: Time,
  doneAt: Time.nullable(),
  doneBy: Person.nullable(),
  missedAt: Time.nullable(),
  version: z.int(),
  /** May the caller say that it is done, or that it is not after all. */
  mayChange: z.boolean(),
});
export type Condition = z.output<typeof Condition>;

/** An item of the checklist with what was answered to it. */
export const AnsweredItem = ChecklistItem.extend({
  controlName: z.string().nullable(),
  answer: AnswerWord.nullable(),
  note: z.string(),
  link: z.string().nullable(),
  /** Files attached to it. */
  files: z.int(),
  answeredBy: Person.nullable(),
  answeredAt: Time.nullable(),
  /** 0 where nobody has written anything yet. */
  version: z.int(),
});
export type AnsweredItem = z.output<typeof AnsweredItem>;

const SubjectVersion = z.strictObject({
  id: Id,
  label: z.string(),
  rootDigest: z.string().nullable(),
  registeredAt: Time,
  registeredBy: Person.nullable(),
});

/** One review, whole. */
export const Review = z.strictObject({
  id: Id,
  title: z.string(),
  reason: z.string(),
  subject: Subject,
  status: State,
  overdue: z.boolean(),
  cause: z.enum(causes),
  causeRef: z.string().nullable(),
  round: z.int(),
  quorum: z.int(),
  /** Approving people of this round. */
  approvals: z.int(),
  breakGlass: z.boolean(),
  version: z.int(),
  requester: Person.nullable(),
  requestedAt: Time,
  dueAt: Time,
  decidedAt: Time.nullable(),
  team: z.strictObject({ id: Id, key: z.string(), name: z.string() }),
  template: z.strictObject({
    key: TemplateKey,
    number: z.int(),
    name: z.string(),
    description: z.string(),
    days: z.int(),
    validityDays: z.int(),
  }),
  /** Null for a review of a person's access. */
  asset: z
    .strictObject({
      id: Id,
      key: z.string(),
      name: z.string(),
      kind: Kind,
      stage: Stage,
      level: Level,
      status: Status,
      owner: Person.nullable(),
    })
    .nullable(),
  versionOf: SubjectVersion.nullable(),
  /** Of a change: what the version is compared with. */
  base: SubjectVersion.nullable(),
  /** Of a transition: where it leads to. */
  stage: Stage.nullable(),
  acceptance: z
    .strictObject({ id: Id, riskId: Id, threatName: z.string(), severity: z.string(), status: z.string(), until: Time })
    .nullable(),
  /** Whose access, and as what; the role is null once they have left the team. */
  access: z
    .strictObject({ person: Person, role: z.string().nullable(), roleName: z.string().nullable(), expiresAt: Time.nullable() })
    .nullable(),
  checklist: z.array(AnsweredItem),
  seats: z.array(Seat),
  votes: z.array(CastVote),
  tasks: z.array(Condition),
  /** Whoever broke the glass first, while a second person is waited for. */
  glassBrokenBy: Person.nullable(),
  /** What the caller may do with it now. */
  may: z.strictObject({
    decide: z.boolean(),
    answer: z.boolean(),
    /** The pool's seat that they may claim. */
    claim: Id.nullable(),
    /** Their own seat, which they may give back. */
    release: Id.nullable(),
    assign: z.boolean(),
    reopen: z.boolean(),
    withdraw: z.boolean(),
    breakGlass: z.boolean(),
    comment: z.boolean(),
  }),
  /** Why the caller may not decide, as a sentence to them; null where they may, or where nothing is to be decided. */
  hindrance: z.string().nullable(),
});
export type Review = z.output<typeof Review>;

/** While somebody is away, another decides in their place. */
import { z } from 'zod';
import { Day, Id, line, Person, Time } from '../schema.ts';

export const NewDelegation = z.strictObject({
  toUserId: Id,
  /** First and last day, in the caller's zone. */
  from: Day,
  until: Day,
  note: line(500).default(''),
});
export type NewDelegation = z.output<typeof NewDelegation>;

export const Delegation = z.strictObject({
  id: Id,
  from: Person,
  to: Person,
  fromAt: Time,
  untilAt: Time,
  note: z.string(),
  /** waiting to begin, in force, over. */
  state: z.enum(['waiting', 'active', 'ended']),
  /** Seats that it gave away and that are not decided yet. */
  seats: z.int(),
});
export type Delegation = z.output<typeof Delegation>;
/** Of the caller: what they gave, and what was given to them. */
export const Delegations = z.strictObject({ given: z.array(Delegation), taken: z.array(Delegation) });
export type Delegations = z.output<typeof Delegations>;
export const DelegationMade = z.strictObject({
  id: Id,
  /** Seats that went to the delegate at once, and those that stayed because the delegate may not decide there. */
  moved: z.int(),
  kept: z.array(z.strictObject({ id: Id, title: z.string(), why: z.string() })),
});
export type DelegationMade = z.output<typeof DelegationMade>;

import type { Change } from '#lib/platform/transact.ts';
import type { Actor } from '../policy.ts';

/** Something that keeps a team from being archived: how many there are of it, and what they are called. */
export type Hindrance = { count: number; one: string; many: string };

/**
 * What the domains above keep in teams. Access knows none of them: lib/composition.ts puts the two together.
 */
export type Holdings = {
  /** How many active assets each of these teams has, as far as the actor may see them. */
  countAssets(actor: Actor, teamIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** What must end or move before the team can be archived. */
  hindrances(change: Change, teamId: string): Promise<Hindrance[]>;
  /** Gives every active asset of a team to another, within the change; returns how many. @throws AppError `forbidden`, `not_found`, `conflict`. */
  moveAssets(change: Change, actor: Actor, fromTeamId: string, toTeamId: string): Promise<number>;
};

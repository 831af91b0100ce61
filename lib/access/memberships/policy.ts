/** Who may give and take which role in a team. Pure. */
import { AppError } from '#lib/platform/errors.ts';
import { permissions, type Role } from '../permissions.ts';
import { type Actor, missingToGrant } from '../policy.ts';

/** The actor with what they still hold at that time: null is for good. */
export const lasting = (actor: Actor, until: Date | null): Actor => ({
  ...actor,
  memberships: actor.memberships.filter(({ expiresAt }) => expiresAt === null || (until !== null && new Date(expiresAt) >= until)),
});

/**
 * Nobody gives what they do not hold, nor for longer than they hold it — themselves included, so that a right that ends cannot prolong itself.
 * @throws AppError `forbidden` with what is missing.
 */
export function mustGrant(actor: Actor, role: Role, teamId: string, until: Date | null): void {
  const missing = missingToGrant(actor, role, teamId);
  if (missing.length > 0)
    throw refusal('role', `You cannot give the role ${role.name}: you do not hold all of it in this team. You lack ${list(missing)}.`);
  if (missingToGrant(lasting(actor, until), role, teamId).length > 0)
    throw refusal('expiresAt', 'Your own rights in this team end before that: give the role until the same time at most.');
}

/** Nobody changes or takes away a role that holds more than they do. @throws AppError `forbidden`. */
export function mustOutrank(actor: Actor, role: Role, teamId: string): void {
  const missing = missingToGrant(actor, role, teamId);
  if (missing.length > 0)
    throw refusal('role', `This member’s role, ${role.name}, holds more in this team than you do: ${list(missing)}. Ask an administrator.`);
}

export const mayOutrank = (actor: Actor, role: Role, teamId: string): boolean => missingToGrant(actor, role, teamId).length === 0;

const list = (missing: readonly (keyof typeof permissions)[]) => missing.map((permission) => `“${permissions[permission]}”`).join(', ');

const refusal = (field: string, message: string) => new AppError('forbidden', message, { fields: { [field]: message } });

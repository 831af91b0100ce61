import { invalid } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { lasting } from '../memberships/policy.ts';
import { permissions } from '../permissions.ts';
import { type Actor, missingToGrant } from '../policy.ts';
import { findRole } from '../roles/queries.ts';
import type { Mapping } from './rules.ts';

const same = (one: Mapping) => (other: Mapping) => other.group === one.group && other.teamId === one.teamId && other.role === one.role;

/**
 * Nobody gives by a mapping what they could not give by hand, for good. Mappings that stood already are not asked about again.
 * @throws AppError `invalid` at `mappings.N.role` or `mappings.N.teamId`
 */
export async function mappingsHold({ tx }: Change, actor: Actor, wanted: readonly Mapping[], standing: readonly Mapping[]): Promise<void> {
  for (const [at, mapping] of wanted.entries()) {
    if (standing.some(same(mapping))) continue;
    const { teamId } = mapping;
    const role = await findRole(tx, mapping.role);
    if (!role || role.retired || role.scope !== (teamId === null ? 'organisation' : 'team'))
      throw invalid(`mappings.${at}.role`, 'There is no such role to give there.');
    if (teamId !== null && !(await tx.team.findUnique({ where: { id: teamId, archivedAt: null } })))
      throw invalid(`mappings.${at}.teamId`, 'There is no such team.');
    const [missing] = missingToGrant(lasting(actor, null), role, teamId);
    if (missing)
      throw invalid(
        `mappings.${at}.role`,
        `You cannot give this role: it holds a right that you do not, or not for good: “${permissions[missing]}”.`,
      );
  }
}

/** Which notifications a person may see, as a condition: the same as `maySee` of policy.ts, which a test holds it to. */
import { Prisma } from '#prisma/generated/client.ts';
import type { Permission } from '../permissions.ts';
import { type Actor, canEverywhere, teamsWith } from '../policy.ts';
import { eventsByNeed } from './policy.ts';

/** Of `notifications` (as `n`): of this person, told already, and what they may see by the rights they have now. */
export function seenBy(reader: Actor): Prisma.Sql {
  const each = eventsByNeed.map(({ need, events }) => {
    const whole = need === null || canEverywhere(reader, need);
    return Prisma.sql`(n.event = ANY (${[...events]}) AND (${inTeams(reader, need ?? 'asset.read')} OR (n.team_id IS NULL AND ${whole})))`;
  });
  return Prisma.sql`(n.user_id = ${reader.id}::uuid AND n.title <> '' AND (${Prisma.join(each, ' OR ')}))`;
}

function inTeams(reader: Actor, permission: Permission): Prisma.Sql {
  const teams = teamsWith(reader, permission);
  return teams === 'every' ? Prisma.sql`n.team_id IS NOT NULL` : Prisma.sql`n.team_id = ANY (${teams}::uuid[])`;
}

/** What a report can be cut to. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The teams that the actor sees, by name. */
export async function readableTeams(actor: Actor): Promise<{ key: string; name: string }[]> {
  const scope = scopeOf(actor);
  const those = scope.read === 'every' ? Prisma.sql`archived_at IS NULL` : Prisma.sql`id = ANY (${[...scope.read]}::uuid[])`;
  return read(scope, (reader) =>
    reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM teams WHERE ${those} ORDER BY lower(name)`),
  );
}

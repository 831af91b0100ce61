import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, canEverywhere, mustEverywhere, scopeOf } from '../../policy.ts';
import type { Belongings } from '../belongings.ts';
import type { BelongingsOutput } from './schema.ts';

/** What hangs on a person, within the rights of whoever asks. @throws AppError `not_found` */
export async function belongingsOf(actor: Actor, belongings: readonly Belongings[], id: string): Promise<BelongingsOutput> {
  if (id !== actor.id) mustEverywhere(actor, 'person.read');
  return read(scopeOf(actor), async (reader) => {
    const known = await reader.rows(Prisma.sql`SELECT 1 FROM users WHERE id = ${id}::uuid`);
    if (known.length === 0) throw notFound('person');
    const counted: BelongingsOutput['belongings'] = [];
    for (const { one, many, href, count } of belongings) counted.push({ one, many, href: href(id), count: await count(reader, id) });
    const tokens = canEverywhere(actor, 'person.manage')
      ? await reader.rows<{ count: number }>(Prisma.sql`SELECT count(*)::int AS count FROM api_tokens
          WHERE created_by = ${id}::uuid AND service_account_id IS NOT NULL AND revoked_at IS NULL AND expires_at > now()`)
      : null;
    return { belongings: counted, knownTokens: tokens?.[0]?.count ?? null };
  });
}

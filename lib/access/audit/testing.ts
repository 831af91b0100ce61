/** For `*.db.test.ts` alone: a log with many kinds of events, sealed and signed, and what is known of it. */
import pg from 'pg';
import type { Act } from '#lib/platform/audit.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { transact } from '#lib/platform/transact.ts';
import { houseScope } from '../policy.ts';
import type { Checkpoint, SigningKey } from './chain.ts';
import { signingKey } from './chain.ts';
import { erasePersonal } from './commands.ts';
import { checkpoint, type Head, headOf, lastCheckpoint, sealNext } from './sealing.ts';

export const testKey: SigningKey = signingKey(Buffer.alloc(32, 7));
export const otherKey: SigningKey = signingKey(Buffer.alloc(32, 8));

/** A connection of the application's role that sees every team's rows, as the sealer's does. */
export async function sealerClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("SELECT set_config('app.every_team', 'on', false)");
  return client;
}

export const actBy = (actorId: string | null): Act => ({
  actorId,
  requestId: newId(),
  operationId: newId(),
  address: actorId === null ? null : '192.0.2.44',
  via: actorId === null ? null : { type: 'session', id: newId() },
});

/** One change by somebody: an edit of a person or of an asset, of one thing or of three. */
export async function happen(at: number, actorId: string): Promise<void> {
  const act = actBy(at % 7 === 0 ? null : actorId);
  await transact(houseScope(act.actorId), act, 'user.edited', async ({ record }) => {
    if (at % 3 === 0)
      await record({
        event: 'user.edited',
        targetType: 'user',
        targetId: newId(),
        teamId: null,
        before: { name: 'A' },
        after: { name: `B ${at}` },
      });
    else
      for (let each = 0; each < (at % 5 === 0 ? 3 : 1); each += 1)
        await record({
          event: 'asset.edited',
          targetType: 'asset',
          targetId: newId(),
          teamId: newId(),
          before: { name: `asset ${at}`, criticality: at, tags: ['ä', 'b'] },
          after: { name: `asset ${at}.${each}`, criticality: at / 3, tags: [] },
        });
  });
}

/** Seals what is settled and signs it; returns the checkpoint. */
export async function sealAndSign(client: pg.Client, key: SigningKey = testKey, at = new Date()): Promise<Checkpoint> {
  let head: Head = await headOf(client);
  for (let sealed = 1; sealed > 0; ) ({ head, sealed } = await sealNext(client, head, 100));
  return checkpoint(client, head, await lastCheckpoint(client), key, at);
}

/** `changes` changes by four people, one of whom is erased, with a checkpoint after every `every` of them; returns the checkpoints. */
export async function sealedLog(client: pg.Client, changes: number, every: number): Promise<Checkpoint[]> {
  const people = [newId(), newId(), newId(), newId()];
  const signed: Checkpoint[] = [];
  for (let at = 1; at <= changes; at += 1) {
    await happen(at, people[at % people.length] ?? '');
    if (at === Math.floor(changes / 2)) await erase(people[0] ?? '', people[1] ?? '');
    if (at % every === 0) signed.push(await sealAndSign(client));
  }
  return signed;
}

export async function erase(userId: string, by: string): Promise<number> {
  const act = actBy(by);
  return transact(houseScope(by), act, 'user.erased', (change) => erasePersonal(change, userId));
}

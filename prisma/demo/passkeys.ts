import { createHash } from 'node:crypto';
import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { after, momentOf } from './moments.ts';
import { type PersonKey, people } from './people.ts';

type DemoPasskey = { person: PersonKey; name: string; daysAgo: number; backedUp: boolean };

/** Of people whom nobody signs in as: what an administrator sees of a bank that is on its way to second factors for all. */
const passkeys: DemoPasskey[] = [
  { person: 'priya', name: 'MacBook', daysAgo: 88, backedUp: true },
  { person: 'priya', name: 'Security key in the safe', daysAgo: 88, backedUp: false },
  { person: 'tomasz', name: 'Windows computer', daysAgo: 61, backedUp: false },
  { person: 'oluwaseun', name: 'iPhone', daysAgo: 40, backedUp: true },
  { person: 'callum', name: 'Security key', daysAgo: 33, backedUp: false },
  { person: 'leila', name: 'MacBook', daysAgo: 12, backedUp: true },
];

/** The public half is one zero byte, which no device answers to: these let nobody in. */
export const nobodysKey = Buffer.from([0]);

/** Bytes as Postgres reads them from a text. */
const inHex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

export function passkeyRows(now: Date, history: History, userId: (key: PersonKey) => string | null): Row[] {
  return passkeys.map(({ person, name, daysAgo, backedUp }) => {
    const words = `${person} ${name}`;
    const at = after(words, momentOf(now, daysAgo, people[person].email));
    const [id, actorId] = [newId(at.getTime()), userId(person)];
    history.record({
      event: 'factor.added',
      at,
      actorId,
      target: ['user', actorId],
      after: { factor: 'passkey', passkeyId: id, passkeyName: name },
    });
    return {
      id,
      user_id: actorId,
      name,
      credential_id: inHex(createHash('sha256').update(words).digest().subarray(0, 16)),
      public_key: inHex(nobodysKey),
      counter: 0,
      transports: ['internal'],
      backed_up: backedUp,
      created_at: at,
      last_used_at: momentOf(now, 1, words),
    };
  });
}

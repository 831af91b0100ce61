/**
 * Personal data in the audit log. Values of personal fields do not stand in the event: they are kept beside it, a part for each person they are
 * about, and the event holds a salted commitment to each part. Erasing a person deletes their parts; every event, and the chain that seals
 * them, stays as it was.
 */
import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

type Fields = Record<string, unknown>;

/** What is personal wherever it stands: an event of any target names these fields for nothing else. */
const anywhere: ReadonlySet<string> = new Set([
  ...['address', 'lastUsedAddress', 'userAgent', 'email', 'emails', 'emailSha256', 'newEmail', 'mail', 'recipient', 'recipients'],
  ...['displayName', 'givenName', 'familyName', 'preferredUsername', 'userName', 'personName', 'claims', 'picture', 'passkeyName'],
]);

/** What is personal for this type of target: names of people, what they wrote about themselves, how a provider knows them. */
const byTarget: Readonly<Record<string, ReadonlySet<string>>> = {
  user: new Set(['name', 'reason', 'note', 'timeZone', 'locale', 'notifications']),
  invitation: new Set(['name', 'reason', 'note']),
  access_request: new Set(['reason', 'note']),
  membership: new Set(['reason', 'note']),
  identity: new Set(['name', 'subject', 'groups']),
  session: new Set(['device', 'subject']),
  factor: new Set(['name', 'label']),
  passkey: new Set(['name', 'label']),
  second_factor: new Set(['name', 'label']),
};

/** Is a field of an event on this type of target about a person? Ids are not: they say nothing by themselves. */
export const isPersonal = (targetType: string, field: string): boolean =>
  anywhere.has(field) || (byTarget[targetType]?.has(field) ?? false);

/** Secrets are never kept, whoever names them in an event by mistake. */
const secret = /^(password|passwordHash|token|previousToken|tokenHash|secret|clientSecret|totpSecret|recoveryCodes|code)$/;

/** A value is personal by its field's name, or because something in it is: a list of invited people, the filter of an export. */
function holdsPersonal(targetType: string, field: string, value: unknown): boolean {
  return isPersonal(targetType, field) || within(targetType, value);
}

function within(targetType: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => within(targetType, each));
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([field, each]) => holdsPersonal(targetType, field, each));
}

/** What is kept of one person in one event: the values before and after, or the address of the act. */
export type PersonalData = { before?: Fields; after?: Fields; address?: string };

/** What stands in the event for it: whose it is, its commitment, and which fields it holds. */
export type Commitment = { id: string; subject: string | null; sha256: string; fields: string[] };

/** One row beside the event; the salt in hex. */
export type PersonalPart = { id: string; subject: string | null; salt: string; data: PersonalData };

type Told = { targetType: string; targetId: string | null; before?: Fields | null; after?: Fields | null };
type Parted = { before: Fields | null; after: Fields | null; personal: { subject: string | null; data: PersonalData } | null };

/** Takes the personal fields out of an event. They are about the person that the event names; where it names none, about `actorId`. */
export function takePersonal({ targetType, targetId, before, after }: Told, actorId: string | null): Parted {
  const [kept, taken] = [
    [before, after].map((fields) => only(targetType, fields, false)),
    [before, after].map((fields) => only(targetType, fields, true)),
  ];
  const [takenBefore, takenAfter] = taken;
  if (!takenBefore && !takenAfter)
    return { before: kept[0] ?? (before ? {} : null), after: kept[1] ?? (after ? {} : null), personal: null };
  const named = targetType === 'user' ? targetId : (after?.['userId'] ?? before?.['userId'] ?? actorId);
  return {
    before: kept[0] ?? (before ? {} : null),
    after: kept[1] ?? (after ? {} : null),
    personal: {
      subject: typeof named === 'string' ? named : null,
      data: { ...(takenBefore && { before: takenBefore }), ...(takenAfter && { after: takenAfter }) },
    },
  };
}

function only(targetType: string, fields: Fields | null | undefined, personal: boolean): Fields | null {
  if (!fields) return null;
  const entries = Object.entries(fields).filter(
    ([field, value]) => value !== undefined && !secret.test(field) && holdsPersonal(targetType, field, value) === personal,
  );
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/** SHA-256 over the salt's bytes and the canonical JSON of the data, in hex: without the salt, guesses at the data cannot be checked. */
export const commitmentOf = (salt: string, data: unknown): string =>
  createHash('sha256').update(Buffer.from(salt, 'hex')).update(canonicalJson(data)).digest('hex');

/** A part with a fresh salt, and what stands in the event for it. */
export function commit(id: string, subject: string | null, given: PersonalData): { part: PersonalPart; commitment: Commitment } {
  // As the database gives it back: without what JSON drops, times as texts.
  const data = JSON.parse(JSON.stringify(given)) as PersonalData;
  const salt = randomBytes(16).toString('hex');
  const inside = (side: 'before' | 'after') => Object.keys(data[side] ?? {}).map((field) => `${side}.${field}`);
  const fields = [...(data.address === undefined ? [] : ['address']), ...inside('before'), ...inside('after')].sort();
  return { part: { id, subject, salt, data }, commitment: { id, subject, sha256: commitmentOf(salt, data), fields } };
}

/** Does the part hold what was committed to? */
export const opens = (commitment: Commitment, part: PersonalPart): boolean =>
  part.id === commitment.id && part.subject === commitment.subject && commitmentOf(part.salt, part.data) === commitment.sha256;

type Joined = { before: Fields | null; after: Fields | null; address: string | null };

/** The event as it was told, with the personal parts that are still there; a field that was erased is not there. */
export function joinPersonal(event: { before: Fields | null; after: Fields | null }, parts: readonly PersonalData[]): Joined {
  const joined: Joined = { before: event.before, after: event.after, address: null };
  for (const part of parts) {
    if (part.before) joined.before = { ...joined.before, ...part.before };
    if (part.after) joined.after = { ...joined.after, ...part.after };
    if (part.address !== undefined) joined.address = part.address;
  }
  return joined;
}

import type { Act } from '#lib/platform/audit.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, mustEverywhere, scopeOf } from '../policy.ts';
import { closeSessions, ownScope } from '../sessions/commands.ts';
import { factorRequired, hasFactor, requiredNow, shortPassword } from '../settings/sql.ts';
import { countAttempt, forget } from '../throttle.ts';
import { hindranceToStandIn, standingOf } from '../users/standing.ts';
import { type Holder, keepFirstChallenge, readChallenge, takeChallenge } from './challenges.ts';
import { checkNewPasskey } from './passkeys.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import type { Added, NewPasskeyAnswer } from './schema.ts';
import { addressOf, newSecret, openSecret, sealSecret, stepOf } from './totp.ts';

const mostPasskeys = 20;

const holderOf = (actor: Actor): Holder => ({ sessionId: actor.sessionId });
const ofPerson = (userId: string) => ({ targetType: 'user', targetId: userId, teamId: null });

/**
 * Draws a key for an authenticator app and keeps it, encrypted, until a code proves that the app has it; for five minutes. Asked again in that
 * time, it is the same: the page may be reloaded after the code was scanned.
 */
export async function beginTotp(actor: Actor, host: string): Promise<{ secret: string; address: string }> {
  const kept = await keepFirstChallenge(holderOf(actor), 'totp_enrolment', sealSecret(newSecret(), actor.id));
  const secret = openSecret(kept, actor.id);
  return { secret, address: addressOf(secret, actor.email, `Gatehouse (${host})`) };
}

/**
 * Adds the authenticator app, in place of one that was there. The code that proves it is used up by that.
 * @throws AppError `invalid` at `code`, or when it took longer than five minutes; `too_many`
 */
export async function addTotp(actor: Actor, act: Act, code: string): Promise<Added> {
  const pending = await readChallenge(holderOf(actor), 'totp_enrolment');
  await countAttempt('factor', actor.id);
  const step = stepOf(openSecret(pending, actor.id), code);
  if (step === null)
    throw invalid('code', 'This code is not right. Look whether the clock of your device is, and enter the code it shows now.');
  const secret = new Uint8Array(await takeChallenge(holderOf(actor), 'totp_enrolment'));
  const added = await adding(actor, act, async ({ tx, record }) => {
    const { count } = await tx.totpSecret.deleteMany({ where: { userId: actor.id } });
    await tx.totpSecret.create({ data: { userId: actor.id, secret, lastStep: step } });
    if (count > 0) await record({ event: 'factor.removed', ...ofPerson(actor.id), before: { factor: 'totp' } });
    await record({ event: 'factor.added', ...ofPerson(actor.id), after: { factor: 'totp' } });
  });
  await forget('factor', actor.id);
  return added;
}

/** Adds a passkey. @throws AppError `invalid` where the browser's answer does not hold, the passkey is known, or there are enough. */
export async function addPasskey(actor: Actor, act: Act, name: string, answer: NewPasskeyAnswer): Promise<Added & { id: string }> {
  const { credential, backedUp } = await checkNewPasskey(holderOf(actor), answer);
  const id = newId();
  const added = await adding(actor, act, async ({ tx, record }) => {
    if ((await tx.passkey.count({ where: { userId: actor.id } })) >= mostPasskeys)
      throw new AppError('invalid', `You have ${mostPasskeys} passkeys. Remove one that you do not use first.`);
    const credentialId = new Uint8Array(Buffer.from(credential.id, 'base64url'));
    const { publicKey, counter, transports = [] } = credential;
    await tx.passkey
      .create({ data: { id, userId: actor.id, name, credentialId, publicKey, counter, transports, backedUp } })
      .catch((error: unknown) => {
        if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
          throw new AppError('invalid', 'This passkey has been added before.');
        throw error;
      });
    await record({ event: 'factor.added', ...ofPerson(actor.id), after: { factor: 'passkey', passkeyId: id, passkeyName: name } });
  });
  return { ...added, id };
}

/**
 * Runs the change; with the person's first factor come recovery codes, and their other sessions end: they began without it.
 */
async function adding(actor: Actor, act: Act, add: (change: Change) => Promise<void>): Promise<Added> {
  return transact(ownScope(actor.id), act, 'factor.added', async (change) => {
    await locked(change, actor.id);
    const first = !(await standing(change, actor.id)).factor;
    await add(change);
    if (!first) return { recoveryCodes: null };
    await closeSessions(change, { userId: actor.id, except: actor.sessionId }, 'second factor added');
    return { recoveryCodes: await makeRecoveryCodes(change, actor.id) };
  });
}

/** @throws AppError `not_found`, or `conflict` where it is the last factor and one is required. */
export async function removePasskey(actor: Actor, act: Act, id: string): Promise<void> {
  await removing(actor, act, async ({ tx, record }) => {
    const standing = await tx.passkey.findFirst({ where: { id, userId: actor.id }, select: { name: true } });
    if (!standing) throw notFound('passkey');
    await tx.passkey.deleteMany({ where: { id, userId: actor.id } });
    const before = { factor: 'passkey', passkeyId: id, passkeyName: standing.name };
    await record({ event: 'factor.removed', ...ofPerson(actor.id), before });
  });
}

/** @throws AppError `not_found`, or `conflict` where it is the last factor and one is required. */
export async function removeTotp(actor: Actor, act: Act): Promise<void> {
  await removing(actor, act, async ({ tx, record }) => {
    const { count } = await tx.totpSecret.deleteMany({ where: { userId: actor.id } });
    if (count === 0) throw notFound('authenticator app');
    await record({ event: 'factor.removed', ...ofPerson(actor.id), before: { factor: 'totp' } });
  });
}

async function removing(actor: Actor, act: Act, remove: (change: Change) => Promise<void>): Promise<void> {
  await transact(ownScope(actor.id), act, 'factor.removed', async (change) => {
    await locked(change, actor.id);
    await remove(change);
    const left = await standing(change, actor.id);
    if (left.factor) return;
    if (left.required)
      throw new AppError('conflict', 'Your organisation asks for a second factor. Add another one before you remove this.');
    if (left.short)
      throw new AppError(
        'conflict',
        'Your password is long enough only beside a second factor. Choose one of at least 15 characters first.',
      );
    await change.tx.recoveryCode.deleteMany({ where: { userId: actor.id } });
  });
}

/** @throws AppError `not_found` for a passkey of someone else, or none. */
export async function renamePasskey(actor: Actor, act: Act, id: string, name: string): Promise<void> {
  await transact(ownScope(actor.id), act, 'factor.renamed', async ({ tx, record, unchanged }) => {
    const standing = await tx.passkey.findFirst({ where: { id, userId: actor.id }, select: { name: true } });
    if (!standing) throw notFound('passkey');
    if (standing.name === name) return unchanged();
    await tx.passkey.update({ where: { id }, data: { name } });
    const { name: before } = standing;
    await record({ event: 'factor.renamed', ...ofPerson(actor.id), before: { passkeyName: before }, after: { passkeyName: name } });
  });
}

/** Makes ten new recovery codes; those that were there work no more. @throws AppError `conflict` for who has no second factor. */
export async function renewRecoveryCodes(actor: Actor, act: Act): Promise<string[]> {
  return transact(ownScope(actor.id), act, 'recovery_codes.made', async (change) => {
    await locked(change, actor.id);
    if (!(await standing(change, actor.id)).factor)
      throw new AppError('conflict', 'Recovery codes stand in for a second factor. Add one first.');
    return makeRecoveryCodes(change, actor.id);
  });
}

/**
 * Takes all second factors off a person who lost them, and ends their sessions: they sign in with their password and add new ones.
 * @throws AppError `forbidden` for oneself and for who holds more than the actor, `not_found`, `conflict` where there are none.
 */
export async function resetFactors(actor: Actor, act: Act, userId: string): Promise<void> {
  mustEverywhere(actor, 'person.manage');
  if (userId === actor.id)
    throw new AppError('forbidden', 'Your own second factors you change under Settings; another administrator can reset them.');
  await transact(scopeOf(actor, 'person.manage'), act, 'factors.reset', async (change) => {
    const { tx, record } = change;
    const [person] = await standingOf(change, [userId]);
    if (!person) throw notFound('person');
    const hindrance = hindranceToStandIn(actor, person);
    if (hindrance) throw new AppError('forbidden', hindrance);
    const passkeys = await tx.passkey.deleteMany({ where: { userId } });
    const totp = await tx.totpSecret.deleteMany({ where: { userId } });
    const codes = await tx.recoveryCode.deleteMany({ where: { userId } });
    if (passkeys.count + totp.count + codes.count === 0) throw new AppError('conflict', 'This person has no second factor.');
    const before = { passkeys: passkeys.count, totp: totp.count > 0 };
    await record({ event: 'factors.reset', ...ofPerson(userId), before, after: { passkeys: 0, totp: false } });
    await closeSessions(change, { userId }, 'second factors reset');
  });
}

/** Changes of one person's factors wait for each other: of two that remove the last two, one sees that it would be the last. */
async function locked({ tx }: Change, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`gatehouse.factors.${userId}`}))`;
}

type Standing = { factor: boolean; required: boolean; short: boolean };

async function standing({ tx }: Change, userId: string): Promise<Standing> {
  const rows = await tx.$queryRaw<Standing[]>`
    SELECT ${hasFactor} AS factor, ${factorRequired(requiredNow)} AS required, ${shortPassword} AS short FROM users u WHERE u.id = ${userId}::uuid`;
  return rows[0] ?? { factor: false, required: false, short: false };
}

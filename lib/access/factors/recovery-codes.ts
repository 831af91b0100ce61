/** Ten codes that stand in for a lost factor, each once. 80 random bits need no slow hash: nobody can try them all. */
import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';

const howMany = 10;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Sixteen characters of base 32: 80 bits, each byte giving five of them. */
const draw = () => Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('');

const hashOf = (code: string) => createHash('sha256').update(code).digest() as Uint8Array<ArrayBuffer>;

/** In groups of four, as people copy them. */
export const inGroups = (code: string) => code.match(/.{4}/g)?.join('-') ?? code;

/** Makes ten codes inside a change, in place of all that were; returned once, in plain, and kept nowhere so. */
export async function makeRecoveryCodes({ tx, record }: Change, userId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, draw);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ id: newId(), userId, codeHash: hashOf(code) })) });
  await record({ event: 'recovery_codes.made', targetType: 'user', targetId: userId, teamId: null, after: { count: codes.length } });
  return codes.map(inGroups);
}

/** Uses a code up inside a change: of two at once, one is refused. `code` is as RecoveryCodeText leaves it. @throws AppError `invalid` at `code` */
export async function useRecoveryCode({ tx, record }: Change, userId: string, code: string): Promise<void> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: hashOf(code), usedAt: null },
    data: { usedAt: new Date() },
  });
  if (count === 0) {
    const message = 'This recovery code is not right, or it has been used.';
    throw new AppError('invalid', message, { fields: { code: message } });
  }
  const left = await tx.recoveryCode.count({ where: { userId, usedAt: null } });
  await record({ event: 'recovery_code.used', targetType: 'user', targetId: userId, teamId: null, after: { left } });
}

import type { Change } from '#lib/platform/transact.ts';

/**
 * Erases what the audit log keeps of a person beside its events: names, mail addresses, where they acted from. Records `user.erased` in the
 * change, which must have announced it and write every team; the events themselves, and the chain that seals them, stay.
 * @returns how many personal parts were deleted.
 */
export async function erasePersonal({ tx, record }: Pick<Change, 'tx' | 'record'>, userId: string): Promise<number> {
  await record({ event: 'user.erased', targetType: 'user', targetId: userId, teamId: null });
  const [deleted] = await tx.$queryRaw<{ erased: number }[]>`SELECT erase_personal(${userId}::uuid) AS erased`;
  return deleted?.erased ?? 0;
}

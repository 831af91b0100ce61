import { issueFirstAdministratorLink } from '#prisma/first-administrator.ts';

/** How to sign in: while there is no administrator, a one-time link for the first; a new start makes a new one. */
export async function firstSignIn(ownerUrl: string, publicUrl: string): Promise<string[]> {
  const token = await issueFirstAdministratorLink(ownerUrl);
  if (token === null) return ['Sign in with your account.'];
  return ['Make the first administrator with this link, which works once:', `${publicUrl}/setup?token=${token}`];
}

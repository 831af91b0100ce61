import { hash, verify } from '@node-rs/argon2';

// OWASP's parameters for argon2id (2): 19 MiB, two passes, one lane.
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Made with the parameters above from 32 random bytes that nobody kept: what an unknown person's password is compared with. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$333AiOCdsEAJ9uXuuDjHEg$ZW/bASkQqWbSvvZBc1AsPdMWkdLjW2n1+w6T28/3L+4';

/** The same password typed on another keyboard: one form for what Unicode can write in several. */
export const normalise = (plain: string): string => plain.normalize('NFKC');

/** argon2id in PHC form with a salt of its own. */
export const hashPassword = (plain: string): Promise<string> => hash(normalise(plain), parameters);

/** Whether the password fits. Without a hash it takes as long and is always false, so that time does not tell who exists. */
export async function verifyPassword(stored: string | null, plain: string): Promise<boolean> {
  const fits = await verify(stored ?? nobodysHash, normalise(plain));
  return fits && stored !== null;
}

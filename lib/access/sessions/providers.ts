/** The ways in that are our own, as next-auth knows them: what each reads of the body, and what it does with it. */
import type { AuthOptions } from 'next-auth';
import type { z } from 'zod';
import { cookieName, cookieOf, secure, sessionCookie } from '../cookie.ts';
import { inputError } from '../procedure.ts';
import { Credentials, PasskeySignIn, SecondProof } from './schema.ts';
import { signInByPasskey, takeSecondStep } from './second-step.ts';
import { type Origin, type SignedIn, signIn } from './sign-in.ts';
import { type SecondStep, ticketCookie } from './tickets.ts';

/** What happened, as our own code saw it: somebody signed in, or is half-way. */
export type Outcome = { signedIn: SignedIn | null; secondStep: SecondStep | null; failure: unknown };

/** In which a browser that nobody is signed in at keeps what binds a passkey's challenge to it. */
export const passkeyCookie = (): string => cookieName('gatehouse-passkey');

export const passkeyCookieHeader = (value: string | null): string =>
  `${passkeyCookie()}=${value ?? ''}; Path=/; Max-Age=${value ? 300 : 0}; HttpOnly; SameSite=Strict${secure() ? '; Secure' : ''}`;

type Given = Record<string, unknown> | undefined;

export function ownProviders(request: Request, requestId: string, outcome: Outcome): AuthOptions['providers'] {
  const origin: Origin = {
    address: request.headers.get('x-forwarded-for'),
    userAgent: request.headers.get('user-agent'),
    previousToken: cookieOf(request, sessionCookie()),
    requestId,
  };
  const provider = (id: string, enter: (given: Given) => Promise<SignedIn | SecondStep>) => ({
    id,
    name: id,
    type: 'credentials' as const,
    credentials: {},
    authorize: (given: Given) =>
      noting(outcome, async () => {
        const entered = await enter(given);
        if ('token' in entered) outcome.signedIn = entered;
        else outcome.secondStep = entered;
        return outcome.signedIn;
      }),
  });
  return [
    provider('credentials', (given) => signIn(fieldsOf(Credentials, given), origin)),
    provider('second-step', (given) => takeSecondStep(cookieOf(request, ticketCookie()), fieldsOf(SecondProof, given), origin)),
    provider('passkey', (given) => signInByPasskey(fieldsOf(PasskeySignIn, given), cookieOf(request, passkeyCookie()), origin)),
  ];
}

/** Zod reads nothing but the fields of the form; the rest of the body is next-auth's own. */
function fieldsOf<T>(schema: z.ZodType<T>, given: Given): T {
  const { csrfToken: _csrf, json: _json, ...fields } = given ?? {};
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw inputError(parsed.error.issues);
  return parsed.data;
}

/** Keeps what was thrown for our own answer: next-auth would turn it into a redirect. */
export async function noting<T>(outcome: Outcome, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    outcome.failure = error;
    return null;
  }
}

import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Entrance } from '#components/access/entrance.tsx';
import { SignInForm } from '#components/access/sign-in-form.tsx';
import { ProviderButtons } from '#components/sso/provider-buttons.tsx';
import { SignInWays } from '#components/sso/sign-in-ways.tsx';
import { Link } from '#components/ui/link.tsx';
import { safePath } from '#lib/access/next-path.ts';
import { findActor } from '#lib/access/request.ts';
import { signInOperations } from '#lib/access/sso/procedures.ts';
import { refusalText } from '#lib/access/sso/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { next, again, sso } = await searchParams;
  const path = safePath(typeof next === 'string' ? next : null);
  // Signing in again is how somebody who has no other way gives a fresh proof.
  if (again !== '1' && (await findActor())) redirect(path);
  const { providers, required } = await call(
    signInOperations.providers,
    {},
    { context: { actor: null, requestId: newId(), address: null } },
  );
  const refused = refusalText(typeof sso === 'string' ? sso : null);
  return (
    <Entrance title="Sign in to Gatehouse" lead={path === '/' ? undefined : 'You will continue to the page you asked for.'}>
      <SignInWays
        refused={refused}
        providers={providers.length > 0 && <ProviderButtons providers={providers} next={path} again={again === '1'} />}
        providersFirst={required}
      >
        <SignInForm next={path} />
      </SignInWays>
      <p className="mt-5 text-center text-sm">
        <Link href="/reset" className="focus-ring rounded-sm text-accent-ink hover:underline hover:underline-offset-2">
          Forgot your password?
        </Link>
      </p>
    </Entrance>
  );
}

import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PasswordForm } from '#components/settings/password-form.tsx';
import { RecoveryCodesSection } from '#components/settings/recovery-codes-section.tsx';
import { SecondFactors } from '#components/settings/second-factors.tsx';
import { Section } from '#components/settings/section.tsx';
import { SessionList } from '#components/settings/session-list.tsx';
import { IdentityList } from '#components/sso/identity-list.tsx';
import { factorOperations } from '#lib/access/factors/procedures.ts';
import { pageContext } from '#lib/access/request.ts';
import { sessionOperations } from '#lib/access/sessions/procedures.ts';
import { getSessionSettings } from '#lib/access/settings/queries.ts';
import { identityOperations } from '#lib/access/sso/procedures.ts';
import { refusalText } from '#lib/access/sso/rules.ts';

export const metadata: Metadata = { title: 'Sign-in and security' };

export default async function SecurityPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { linked, sso } = await searchParams;
  const context = await pageContext();
  const [factors, { sessions }, { identities, providers }, { idleMinutes, absoluteHours }] = await Promise.all([
    call(factorOperations.get, {}, { context }),
    call(sessionOperations.list, {}, { context }),
    call(identityOperations.list, {}, { context }),
    getSessionSettings(),
  ]);
  const { name = '', email = '' } = context.actor ?? {};
  const hasFactor = factors.totp !== null || factors.passkeys.length > 0;
  return (
    <>
      {factors.hasPassword && (
        <Section title="Password" description="Changing it signs you out everywhere else.">
          <PasswordForm person={{ name, email }} besideFactor={hasFactor} />
        </Section>
      )}
      <Section
        title="Second factors"
        description="Protect your account with more than a password. A passkey can also replace the password."
      >
        <SecondFactors factors={factors} />
      </Section>
      {hasFactor && (
        <Section title="Recovery codes" description="Use one if you lose a second factor. Each works once.">
          <RecoveryCodesSection left={factors.recoveryCodesLeft} />
        </Section>
      )}
      {(identities.length > 0 || providers.length > 0) && (
        <Section
          title="Single sign-on"
          description="Accounts at your organisation’s provider that you sign in with. Email addresses are never matched: you link them yourself."
        >
          <IdentityList identities={identities} providers={providers} notice={noticeOf(linked, sso)} />
        </Section>
      )}
      <Section
        title="Sessions"
        description={`Where you are signed in. A session ends ${minutes(idleMinutes)} after it was last used, and ${hours(absoluteHours)} after sign-in.`}
      >
        <SessionList sessions={sessions} />
      </Section>
    </>
  );
}

const minutes = (count: number) => (count % 60 === 0 ? hours(count / 60) : `${count} minutes`);
const hours = (count: number) => (count === 1 ? '1 hour' : `${count} hours`);

/** What came of a link, as the way back from the provider tells it in the address. */
function noticeOf(linked: string | string[] | undefined, sso: string | string[] | undefined) {
  const refused = refusalText(typeof sso === 'string' ? sso : null);
  if (refused) return { tone: 'danger', text: refused } as const;
  return linked === '1' ? ({ tone: 'info', text: 'The identity is linked. You can sign in with it from now on.' } as const) : null;
}

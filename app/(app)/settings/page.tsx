import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { parseTheme, themeCookie } from '#components/layout/theme.ts';
import { ProfileForm } from '#components/settings/profile-form.tsx';
import { Section } from '#components/settings/section.tsx';
import { ThemeChoice } from '#components/settings/theme-choice.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { pageContext } from '#lib/access/request.ts';
import { accountOperations } from '#lib/access/users/procedures.ts';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const context = await pageContext();
  const account = await call(accountOperations.get, {}, { context });
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const { name, email, timeZone, locale } = account;
  return (
    <>
      <Section title="Profile" description="How you appear to others, and how times are shown to you.">
        <ProfileForm account={{ name, email, timeZone, locale }} />
      </Section>
      <Section title="Your roles" description="They decide what you may do. Administrators and team leads assign them.">
        <KeyValueList
          items={[
            { label: 'Organisation', value: account.orgRole.name },
            ...account.memberships.map((each) => ({
              label: each.teamName,
              value: (
                <>
                  {each.role.name}
                  {each.expiresAt && (
                    <span className="text-muted">
                      {' '}
                      until <DayTime value={each.expiresAt} />
                    </span>
                  )}
                </>
              ),
            })),
          ]}
        />
      </Section>
      <Section title="Theme" description="Applies to this browser only.">
        <ThemeChoice theme={theme} />
      </Section>
    </>
  );
}

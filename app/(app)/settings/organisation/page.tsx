import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { CalendarForm } from '#components/settings/calendar-form.tsx';
import { SecondFactorForm } from '#components/settings/second-factor-form.tsx';
import { Section } from '#components/settings/section.tsx';
import { SessionsForm } from '#components/settings/sessions-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext } from '#lib/access/request.ts';
import { settingsOperations } from '#lib/access/settings/procedures.ts';
import { listRoleNames } from '#lib/access/settings/queries.ts';

export const metadata: Metadata = { title: 'Organisation' };

export default async function OrganisationPage() {
  const context = await pageContext();
  if (!context.actor || !canEverywhere(context.actor, 'settings.manage'))
    return <DeniedState action="change the settings of the organisation" />;
  const [settings, roles] = await Promise.all([call(settingsOperations.get, {}, { context }), listRoleNames()]);
  const consequences = await call(settingsOperations.consequences, { requiredFor: settings.secondFactor.requiredFor }, { context });
  return (
    <>
      <Section
        title="Second factor"
        description="Who must use more than a password. Anyone required to who has none is asked to add one at their next request."
      >
        <SecondFactorForm key={settings.secondFactor.version} settings={settings.secondFactor} roles={roles} consequences={consequences} />
      </Section>
      <Section title="Sessions" description="How long people stay signed in. Changes also apply to current sessions.">
        <SessionsForm key={settings.sessions.version} settings={settings.sessions} />
      </Section>
      <Section title="Working days" description="Monday to Friday. Due days and reminders leave out weekends and these holidays.">
        <CalendarForm key={settings.calendar.version} settings={settings.calendar} />
      </Section>
    </>
  );
}

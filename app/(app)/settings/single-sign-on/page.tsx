import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { Section } from '#components/settings/section.tsx';
import { ProviderList } from '#components/sso/provider-list.tsx';
import { RequirementSwitch } from '#components/sso/requirement-switch.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { singleSignOnOperations } from '#lib/access/sso/procedures.ts';

export const metadata: Metadata = { title: 'Single sign-on' };

export default async function SingleSignOnPage() {
  if (!canEverywhere(await requireActor(), 'settings.manage')) return <DeniedState />;
  const { providers, required, version, withoutIdentity } = await call(singleSignOnOperations.get, {}, { context: await pageContext() });
  return (
    <>
      <Section title="Providers" description="OpenID Connect providers people can sign in with. Each gets a button on the sign-in page.">
        <ProviderList providers={providers} />
      </Section>
      <Section
        title="Requirement"
        description="Administrators can always use a password, so that an outage at the provider locks nobody out permanently."
      >
        <RequirementSwitch
          required={required}
          version={version}
          withoutIdentity={withoutIdentity}
          usable={providers.some((each) => each.enabled && !each.overruled)}
        />
      </Section>
    </>
  );
}

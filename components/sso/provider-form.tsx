'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Section } from '#components/settings/section.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Provider } from '#lib/access/sso/schema.ts';
import { request } from '#lib/client.ts';
import { ConnectionFields, FixedConnection } from './connection-fields.tsx';
import { type Givable, MappingEditor } from './mapping-editor.tsx';
import { checkProvider, initialValues, labels, type ProviderValues, rules } from './provider-values.ts';
import { RemoveProvider } from './remove-provider.tsx';

export interface ProviderFormProps {
  /** Absent for a new one. */
  provider?: Provider;
  redirectBase: string;
  givable: Givable;
}

/** A provider: how to reach it, what is believed of it, and what its groups give. */
export function ProviderForm({ provider, redirectBase, givable }: ProviderFormProps) {
  const router = useRouter();
  const fixed = provider?.fromEnvironment ?? false;
  const form = useOperationForm<ProviderValues, unknown>({
    initial: initialValues(provider),
    version: provider?.version,
    check: (values) => checkProvider(values, { isNew: !provider, fixed }),
    submit: (values, changed, version) => {
      const { key, clientSecret, mappings, ...rest } = values;
      const secret = clientSecret === '' ? {} : { clientSecret };
      if (!provider) return request('POST /settings/single-sign-on/providers', { ...rest, key, clientSecret, mappings: [...mappings] });
      const wanted = Object.fromEntries(
        Object.entries({ ...rest, mappings, ...secret }).filter(([name]) => changed.some((each) => each === name)),
      );
      return request('PATCH /settings/single-sign-on/providers/{key}', {
        key: provider.key,
        version: version ?? provider.version,
        ...wanted,
      });
    },
    onDone: () => {
      showToast(provider ? 'The provider was saved.' : 'The provider was added. It is shown on the sign-in page.', { tone: 'good' });
      router.push('/settings/single-sign-on');
      router.refresh();
    },
  });
  const { values, set } = form;
  return (
    <form {...form.form}>
      <FormNotices form={form} labels={labels} show={(_, value) => (Array.isArray(value) ? counted(value.length) : String(value))} />
      <Section title="The provider" description="Register Gatehouse at the provider as a confidential web client with this redirect URI.">
        {fixed && provider ? (
          <FixedConnection provider={provider} />
        ) : (
          <ConnectionFields form={form} provider={provider} redirectBase={redirectBase} />
        )}
      </Section>
      <Section title="Accounts" description="People are recognised by the provider’s permanent identifier, never by email address.">
        <div className="flex flex-col gap-4">
          {rules.map(({ name, label, hint }) => (
            <div key={name} data-field={name}>
              <Checkbox checked={values[name]} label={label} onChange={(event) => set(name, event.target.checked)} />
              <p className="pl-6 text-muted text-xs">{hint}</p>
            </div>
          ))}
        </div>
      </Section>
      <Section
        title="Groups"
        description="Applied at every sign-in: roles follow the groups. Roles given by hand are left alone. If several mappings match for one team, the first one wins."
      >
        {!fixed && values.groupsClaim === '' && values.mappings.length > 0 && (
          <p className="mb-3 text-muted text-sm">Set a groups claim above, or no mapping applies.</p>
        )}
        <MappingEditor
          mappings={values.mappings}
          onChange={(mappings) => set('mappings', mappings)}
          givable={givable}
          // The server names a part of a row by its path; a form knows fields by their names alone.
          field={(at, part) => form.field(`mappings.${at}.${part}` as 'mappings')}
        />
      </Section>
      <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-5">
        <FormActions
          form={form}
          submitLabel={provider ? 'Save' : 'Add provider'}
          onCancel={() => router.push('/settings/single-sign-on')}
        />
        {provider && !fixed && <RemoveProvider provider={provider} />}
      </div>
    </form>
  );
}

const counted = (mappings: number) => (mappings === 1 ? '1 mapping' : `${mappings} mappings`);

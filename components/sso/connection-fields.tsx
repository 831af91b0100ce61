'use client';

import { useState } from 'react';
import type { OperationForm } from '#components/data/form/use-operation-form.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { keyFrom } from '#lib/access/sso/rules.ts';
import type { Provider } from '#lib/access/sso/schema.ts';
import { ProviderTest } from './provider-test.tsx';
import { labels, type ProviderValues } from './provider-values.ts';

export interface ConnectionFieldsProps {
  form: OperationForm<ProviderValues>;
  provider?: Provider;
  redirectBase: string;
}

/** How to reach a provider and as whom. The word in the redirect URI follows the name until somebody types another; later it stays. */
export function ConnectionFields({ form, provider, redirectBase }: ConnectionFieldsProps) {
  const { values, set, field } = form;
  const [keyTyped, setKeyTyped] = useState(false);
  const text = (name: 'issuer' | 'clientId' | 'scopes' | 'groupsClaim', hint: string, optional = false) => (
    <Field label={labels[name]} {...field(name)} hint={hint} optional={optional}>
      {(control) => (
        <Input
          {...control}
          value={values[name]}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => set(name, event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <div className="flex flex-col gap-4">
      <Field label={labels.name} {...field('name')} hint={`The button says “Continue with ${values.name.trim() || '…'}”.`}>
        {(control) => (
          <Input
            {...control}
            value={values.name}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => {
              set('name', event.target.value);
              if (!provider && !keyTyped) set('key', keyFrom(event.target.value));
            }}
          />
        )}
      </Field>
      {!provider && (
        <Field label={labels.key} {...field('key')} hint="Lower-case letters, digits and hyphens. It cannot be changed later.">
          {(control) => (
            <Input
              {...control}
              value={values.key}
              maxLength={40}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => {
                setKeyTyped(true);
                set('key', event.target.value);
              }}
            />
          )}
        </Field>
      )}
      <RedirectUri uri={`${redirectBase}${provider?.key ?? (values.key || '…')}`} />
      {text('issuer', 'As the provider writes it, such as https://login.example.org/realms/main.')}
      <ProviderTest issuer={values.issuer} />
      {text('clientId', 'As issued by the provider.')}
      <Field
        label={labels.clientSecret}
        {...field('clientSecret')}
        hint={
          provider
            ? 'Leave empty to keep the current one. It is stored encrypted and never shown.'
            : 'It is stored encrypted and never shown again.'
        }
        optional={Boolean(provider)}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            value={values.clientSecret}
            autoComplete="off"
            onChange={(event) => set('clientSecret', event.target.value)}
          />
        )}
      </Field>
      {text('scopes', 'Separated by spaces. Some providers need an extra scope for groups.')}
      {text('groupsClaim', 'Where the provider puts groups: “groups”, or a path such as “realm_access.roles”.', true)}
      <Checkbox checked={values.enabled} label="Show on the sign-in page" onChange={(event) => set('enabled', event.target.checked)} />
    </div>
  );
}

function RedirectUri({ uri }: { uri: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium text-sm">Redirect URI</p>
      <div className="flex items-center gap-1 rounded-md bg-sunken pl-2.5">
        <code className="min-w-0 flex-1 truncate font-mono text-xs">{uri}</code>
        <CopyButton text={uri} what="redirect URI" />
      </div>
    </div>
  );
}

/** What the environment sets: to be read here, and changed there. */
export function FixedConnection({ provider }: { provider: Provider }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted text-sm">
        The environment of the server sets this provider (<code className="font-mono text-xs">GATEHOUSE_OIDC_…</code>); change it there.
      </p>
      <KeyValueList
        items={[
          { label: labels.name, value: provider.name },
          { label: labels.issuer, value: provider.issuer },
          { label: labels.clientId, value: provider.clientId },
          { label: labels.scopes, value: provider.scopes },
          { label: labels.groupsClaim, value: provider.groupsClaim },
        ]}
      />
      <RedirectUri uri={provider.redirectUri} />
      <ProviderTest issuer={provider.issuer} />
    </div>
  );
}

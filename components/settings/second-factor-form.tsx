'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Callout } from '#components/ui/callout.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { RequiredFor } from '#lib/access/settings/rules.ts';
import type { Consequences, OrganisationSettings } from '#lib/access/settings/schema.ts';
import { request } from '#lib/client.ts';

type RoleName = { key: string; name: string; scope: 'organisation' | 'team' };

const scopes = { organisation: 'In the organisation', team: 'In any team' } as const;

/** Who must have a second factor, with what that would mean before it is saved. */
export function SecondFactorForm({
  settings,
  roles,
  consequences,
}: {
  settings: OrganisationSettings['secondFactor'];
  roles: readonly RoleName[];
  consequences: Consequences;
}) {
  const router = useRouter();
  const form = useOperationForm({
    initial: { requiredFor: settings.requiredFor },
    version: settings.version,
    check: ({ requiredFor }) =>
      Array.isArray(requiredFor) && requiredFor.length === 0 ? { requiredFor: 'Choose at least one role.' } : {},
    submit: ({ requiredFor }, _, version = settings.version) => request('PUT /settings/second-factor', { requiredFor, version }),
    onDone: () => {
      showToast('Second-factor requirement saved.', { tone: 'good' });
      router.refresh();
    },
  });
  const { requiredFor } = form.values;
  const chosen = Array.isArray(requiredFor) ? requiredFor : null;
  const meant = useConsequences(requiredFor, consequences);
  const { error } = form.field('requiredFor');

  return (
    <form {...form.form} className="flex flex-col gap-4">
      <FormNotices form={form} labels={{ requiredFor: 'Required for' }} show={(_, value) => inWords(value as RequiredFor, roles)} />
      <div data-field="requiredFor" className="flex flex-col gap-3">
        <RadioGroup
          name="requiredFor"
          legend="Required for"
          value={chosen ? 'roles' : String(requiredFor)}
          onChange={(value) => form.set('requiredFor', value === 'roles' ? ['admin'] : (value as 'nobody' | 'everyone'))}
          options={[
            { value: 'nobody', label: 'Nobody', hint: 'Everyone may add one for themselves.' },
            { value: 'everyone', label: 'Everyone' },
            { value: 'roles', label: 'People with certain roles' },
          ]}
        />
        {chosen && (
          <div className="grid gap-4 pl-6 sm:grid-cols-2">
            {(['organisation', 'team'] as const).map((scope) => (
              <fieldset key={scope}>
                <legend className="mb-1 text-muted text-xs">{scopes[scope]}</legend>
                <div className="flex flex-col">
                  {roles
                    .filter((role) => role.scope === scope)
                    .map((role) => (
                      <Checkbox
                        key={role.key}
                        checked={chosen.includes(role.key)}
                        onChange={(event) =>
                          form.set('requiredFor', event.target.checked ? [...chosen, role.key] : chosen.filter((each) => each !== role.key))
                        }
                        label={role.name}
                      />
                    ))}
                </div>
              </fieldset>
            ))}
          </div>
        )}
        {error && <p className="text-critical-ink text-xs">{error}</p>}
      </div>
      <div role="status">{meant && <Meaning consequences={meant} />}</div>
      <FormActions form={form} submitLabel="Save" />
    </form>
  );
}

function Meaning({ consequences: { required, missing, you } }: { consequences: Consequences }) {
  if (required === 0) return null;
  const whom = required === 1 ? 'Applies to 1 person' : `Applies to ${required} people`;
  if (missing === 0) return <p className="text-muted text-sm">{whom}; all of them have a second factor.</p>;
  return (
    <Callout tone="warning" title={`${whom}; ${missing === required ? 'none' : `${missing}`} of them ${verb(missing, required)}`}>
      Anyone without one must add it before they can do anything else.{you && ' That includes you.'}
    </Callout>
  );
}

const verb = (missing: number, required: number) =>
  missing === required ? 'has a second factor yet' : missing === 1 ? 'has no second factor yet' : 'have no second factor yet';

/** What the choice would mean, asked of the server as it changes; null while it is asked. */
function useConsequences(requiredFor: RequiredFor, initial: Consequences): Consequences | null {
  const [answered, setAnswered] = useState({ for: JSON.stringify(requiredFor), consequences: initial });
  const wanted = JSON.stringify(requiredFor);
  useEffect(() => {
    if (answered.for === wanted || wanted === '[]') return;
    const asking = new AbortController();
    request(
      'POST /settings/second-factor/consequences',
      { requiredFor: JSON.parse(wanted) as RequiredFor },
      { signal: asking.signal },
    ).then(
      (consequences) => setAnswered({ for: wanted, consequences }),
      () => undefined,
    );
    return () => asking.abort();
  }, [wanted, answered.for]);
  return answered.for === wanted ? answered.consequences : null;
}

function inWords(requiredFor: RequiredFor, roles: readonly RoleName[]): string {
  if (!Array.isArray(requiredFor)) return requiredFor === 'everyone' ? 'Everyone' : 'Nobody';
  return requiredFor.map((key) => roles.find((role) => role.key === key)?.name ?? key).join(', ');
}

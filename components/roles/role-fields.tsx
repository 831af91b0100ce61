'use client';

import { kindWords } from '#components/access/rights-words.ts';
import type { OperationForm } from '#components/data/form/use-operation-form.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { type Kind, kinds } from '#lib/access/kinds.ts';
import { cutByKind, type Permission, permissions, type Role } from '#lib/access/permissions.ts';
import { permissionsFor } from '#lib/access/roles/rules.ts';
import { permissionGroups } from './permission-groups.ts';

export type RoleValues = { name: string; description: string; permissions: readonly Permission[]; kinds: readonly Kind[] };

export interface RoleFieldsProps {
  form: OperationForm<RoleValues>;
  scope: Role['scope'];
  /** What the viewer does not hold in the whole organisation, and so cannot put into a role. */
  lacking: readonly Permission[];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What a custom role is called, what it gives, and on which kinds of asset. */
export function RoleFields({ form, scope, lacking }: RoleFieldsProps) {
  const { values } = form;
  const possible = permissionsFor(scope);
  const cut = values.permissions.some((permission) => cutByKind.has(permission));
  const toggle = <T,>(all: readonly T[], one: T) => (all.includes(one) ? all.filter((each) => each !== one) : [...all, one]);
  const wrong = form.field('permissions').error;
  const wrongKinds = form.field('kinds').error;
  return (
    <>
      <Field label="Name" {...form.field('name')}>
        {(control) => <Input {...control} maxLength={60} value={values.name} onChange={(event) => form.set('name', event.target.value)} />}
      </Field>
      <Field label="Description" optional {...form.field('description')} hint="When to give this role.">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={500}
            value={values.description}
            onChange={(event) => form.set('description', event.target.value)}
          />
        )}
      </Field>
      <fieldset data-field="permissions">
        <legend className="font-medium text-sm">Rights</legend>
        {wrong && <p className="mt-1 text-critical-ink text-xs">{wrong}</p>}
        <div className="mt-2 grid gap-x-8 gap-y-4 md:grid-cols-2">
          {permissionGroups.map((group) => {
            const offered = group.permissions.filter((permission) => possible.includes(permission));
            return (
              offered.length > 0 && (
                <div key={group.label}>
                  <p className="mb-1 text-muted text-xs">{group.label}</p>
                  <ul>
                    {offered.map((permission) => (
                      <li key={permission}>
                        <Checkbox
                          label={permissions[permission]}
                          checked={values.permissions.includes(permission)}
                          disabled={lacking.includes(permission) && !values.permissions.includes(permission)}
                          onChange={() => form.set('permissions', toggle(values.permissions, permission))}
                        />
                      </li>
                    ))}
                  </ul>
                </div>
              )
            );
          })}
        </div>
        {lacking.some((permission) => possible.includes(permission)) && (
          <p className="mt-2 text-muted text-xs">You can only add permissions that you hold in the whole organisation.</p>
        )}
      </fieldset>
      {cut && (
        <fieldset data-field="kinds">
          <legend className="font-medium text-sm">Kinds of asset</legend>
          {wrongKinds && <p className="mt-1 text-critical-ink text-xs">{wrongKinds}</p>}
          <div className="mt-1.5 flex flex-wrap gap-x-5">
            {kinds.map((kind) => (
              <Checkbox
                key={kind}
                label={capital(kindWords([kind]))}
                checked={values.kinds.includes(kind)}
                onChange={() => form.set('kinds', toggle(values.kinds, kind))}
              />
            ))}
          </div>
          <p className="mt-1 text-muted text-xs">Changing is limited to these. Seeing and exporting always cover every kind.</p>
        </fieldset>
      )}
    </>
  );
}

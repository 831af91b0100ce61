'use client';

import { CircleAlert } from 'lucide-react';
import { useId } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { type Permission, permissionNames, permissions } from '#lib/access/permissions.ts';

const inventory = /^(asset|version|lineage|view)\./;
const groups = [
  { label: 'Inventory', names: permissionNames.filter((name) => inventory.test(name)) },
  { label: 'Administration and audit', names: permissionNames.filter((name) => !inventory.test(name)) },
];

export interface ScopeChoiceProps {
  /** What may be chosen: nobody hands on what they do not hold. The others are shown and cannot be chosen. */
  grantable: readonly Permission[];
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  /** Why the others cannot be chosen: "Greyed scopes are permissions that you do not hold." */
  why: string;
  error?: string;
}

/** The permissions that a token is made for, as boxes to tick. */
export function ScopeChoice({ grantable, chosen, onChange, why, error }: ScopeChoiceProps) {
  const [errorId, whyId] = [useId(), useId()];
  const toggle = (name: Permission) =>
    onChange(permissionNames.filter((each) => (each === name ? !chosen.includes(name) : chosen.includes(each))));
  return (
    <fieldset aria-describedby={error ? errorId : undefined} data-field="scopes">
      <legend className="font-medium">Scopes</legend>
      <p className="mt-0.5 text-muted text-xs">
        A token can do what is ticked and what its owner may do at the moment: never more than either. Tick as little as will do.
        {grantable.length < permissionNames.length && <span id={whyId}> {why}</span>}
      </p>
      {error && (
        <p id={errorId} className="mt-1 flex items-start gap-1.5 text-critical-ink text-xs">
          <CircleAlert className="mt-px size-3.5 shrink-0" aria-hidden="true" />
          {error}
        </p>
      )}
      {groups.map((group) => (
        <fieldset key={group.label} className="mt-3">
          <legend className="font-medium text-muted text-xs">{group.label}</legend>
          <ul className="mt-1 grid gap-x-4 gap-y-0.5 sm:grid-cols-2">
            {group.names.map((name) => {
              const held = grantable.includes(name);
              return (
                <li key={name}>
                  <Checkbox
                    className="!items-start"
                    checked={chosen.includes(name)}
                    disabled={!held}
                    onChange={() => toggle(name)}
                    aria-describedby={held ? undefined : whyId}
                    label={<span className={held ? undefined : 'text-muted'}>{permissions[name]}</span>}
                  />
                </li>
              );
            })}
          </ul>
        </fieldset>
      ))}
    </fieldset>
  );
}

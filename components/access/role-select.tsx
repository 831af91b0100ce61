'use client';

import { useEffect, useState } from 'react';
import type { FieldControl } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RoleRow } from '#lib/access/roles/schema.ts';
import { request } from '#lib/client.ts';

export interface RoleSelectProps {
  control: FieldControl;
  value: string;
  onChange: (key: string, role: RoleRow | undefined) => void;
  scope?: RoleRow['scope'];
  /** A role that is held stays to choose even when it is retired. */
  held?: string;
  /** Leaves out what may not be chosen here. */
  offers?: (role: RoleRow, all: readonly RoleRow[]) => boolean;
}

/** The roles that can be given, built in and custom; retired ones are not among them. */
export function useRoles(): readonly RoleRow[] | 'failed' | null {
  const [roles, setRoles] = useState<readonly RoleRow[] | 'failed' | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    request('GET /roles', {}, { signal: aborter.signal }).then(
      (answer) => setRoles(answer.roles),
      () => !aborter.signal.aborted && setRoles('failed'),
    );
    return () => aborter.abort();
  }, []);
  return roles;
}

/** Chooses one role, built in or custom. */
export function RoleSelect({ control, value, onChange, scope = 'team', held, offers = () => true }: RoleSelectProps) {
  const roles = useRoles();
  if (roles === null) return <Skeleton className="h-8 w-full" />;
  if (roles === 'failed') return <p className="text-critical-ink">The roles could not be loaded. Close this and try again.</p>;
  const offered = roles.filter((role) => role.scope === scope && (role.key === held || (role.retiredAt === null && offers(role, roles))));
  return (
    <Select
      {...control}
      placeholder="Choose a role"
      options={offered.map((role) => ({ value: role.key, label: role.retiredAt ? `${role.name} (retired)` : role.name }))}
      value={value}
      onChange={(event) =>
        onChange(
          event.target.value,
          roles.find((role) => role.key === event.target.value),
        )
      }
    />
  );
}

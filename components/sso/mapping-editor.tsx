'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Field, type FieldProps } from '#components/ui/field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Mapping } from '#lib/access/sso/rules.ts';

/** What a mapping can give: roles by scope, and the teams that roles are given in. */
export type Givable = {
  teams: readonly { value: string; label: string }[];
  roles: Record<'organisation' | 'team', readonly { value: string; label: string }[]>;
};

export interface MappingEditorProps {
  mappings: readonly Mapping[];
  onChange: (mappings: Mapping[]) => void;
  givable: Givable;
  /** What the server found wrong in a part of a row, as `Field` takes it. */
  field: (at: number, part: keyof Mapping) => Pick<FieldProps, 'name' | 'error'>;
}

/** Group by group, what its people get. The order counts: of several for one team the first that fits. */
export function MappingEditor({ mappings, onChange, givable, field }: MappingEditorProps) {
  const change = (at: number, part: Partial<Mapping>) => onChange(mappings.map((each, row) => (row === at ? { ...each, ...part } : each)));
  // A row has nothing of its own but its place.
  const rows = mappings.map((mapping, at) => ({ id: `row ${at}`, mapping, at }));
  return (
    <div className="flex flex-col gap-3">
      {mappings.length > 0 && (
        <ol className="flex flex-col gap-3">
          {rows.map(({ id, mapping, at }) => (
            <li key={id} className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[1fr_1fr_1fr_auto]">
              <Field label="Group" {...field(at, 'group')} className="max-sm:col-span-2">
                {(control) => (
                  <Input
                    {...control}
                    value={mapping.group}
                    maxLength={256}
                    onChange={(event) => change(at, { group: event.target.value })}
                  />
                )}
              </Field>
              <Field label="Team" {...field(at, 'teamId')} className="max-sm:col-span-2">
                {(control) => (
                  <Select
                    {...control}
                    value={mapping.teamId ?? ''}
                    placeholder="The organisation"
                    options={givable.teams}
                    onChange={(event) => change(at, { teamId: event.target.value || null, role: '' })}
                  />
                )}
              </Field>
              <Field label="Role" {...field(at, 'role')}>
                {(control) => (
                  <Select
                    {...control}
                    value={mapping.role}
                    placeholder="Choose a role"
                    options={givable.roles[mapping.teamId === null ? 'organisation' : 'team']}
                    onChange={(event) => change(at, { role: event.target.value })}
                  />
                )}
              </Field>
              <IconButton
                label={`Remove the mapping of ${mapping.group || 'this group'}`}
                size="md"
                className="mt-6"
                onClick={() => onChange(mappings.filter((_, row) => row !== at))}
              >
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      <Button
        icon={<Plus aria-hidden="true" />}
        className="self-start"
        onClick={() => onChange([...mappings, { group: '', teamId: null, role: '' }])}
      >
        Add a mapping
      </Button>
    </div>
  );
}

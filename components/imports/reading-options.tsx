'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import {
  criticalities,
  criticalityLabels,
  type DataClass,
  dataClasses,
  dataClassLabels,
  type Exposure,
  exposureLabels,
  exposures,
  kindLabels,
  kinds,
  type Stage,
  stageLabels,
  stages,
} from '#lib/assets/rules.ts';
import type { ImportOptions, ImportView } from '#lib/exchange/imports/schema.ts';
import type { ComponentTarget } from '#lib/exchange/rules.ts';
import { counted } from './words.ts';

export interface ReadingOptionsProps {
  view: Pick<ImportView, 'componentTypes' | 'options'>;
  busy: boolean;
  onRead: (options: ImportOptions) => void;
}

const targets = [
  { value: 'component', label: 'Line in the list of components' },
  ...kinds.map((kind) => ({ value: kind, label: kindLabels[kind] })),
];
const entries = (words: Record<string, string>, values: readonly (string | number)[]) =>
  values.map((value) => ({ value: String(value), label: words[value] ?? String(value) }));

/** What component types become, and what new assets get where the file does not say; changing either reads the file again. */
export function ReadingOptions({ view, busy, onRead }: ReadingOptionsProps) {
  const types = Object.entries(view.componentTypes ?? {});
  const [components, setComponents] = useState(view.options.components);
  const [defaults, setDefaults] = useState(view.options.defaults);
  return (
    <div className="flex flex-col gap-5">
      {types.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 font-medium text-sm">Component types of this file become</legend>
          <div className="grid max-w-3xl gap-x-6 gap-y-2 sm:grid-cols-2">
            {types.map(([type, { count }]) => (
              <Field key={type} label={<code className="text-xs">{type}</code>} hint={counted(count, 'component', 'components')}>
                {(control) => (
                  <Select
                    {...control}
                    options={targets}
                    value={components[type] ?? 'component'}
                    onChange={(event) => setComponents({ ...components, [type]: event.target.value as ComponentTarget })}
                  />
                )}
              </Field>
            ))}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend className="mb-2 font-medium text-sm">New assets get, where the file does not say</legend>
        <div className="grid max-w-3xl gap-x-6 gap-y-3 sm:grid-cols-4">
          <Field label="Stage">
            {(control) => (
              <Select
                {...control}
                placeholder="As usual for the kind"
                options={entries(stageLabels, stages)}
                value={defaults.stage ?? ''}
                onChange={(event) => setDefaults({ ...defaults, stage: (event.target.value || null) as Stage | null })}
              />
            )}
          </Field>
          <Field label="Criticality">
            {(control) => (
              <Select
                {...control}
                options={entries(criticalityLabels, criticalities)}
                value={String(defaults.criticality)}
                onChange={(event) => setDefaults({ ...defaults, criticality: Number(event.target.value) })}
              />
            )}
          </Field>
          <Field label="Exposure">
            {(control) => (
              <Select
                {...control}
                options={entries(exposureLabels, exposures)}
                value={defaults.exposure}
                onChange={(event) => setDefaults({ ...defaults, exposure: event.target.value as Exposure })}
              />
            )}
          </Field>
          <Field label="Data class">
            {(control) => (
              <Select
                {...control}
                options={entries(dataClassLabels, dataClasses)}
                value={defaults.dataClass}
                onChange={(event) => setDefaults({ ...defaults, dataClass: event.target.value as DataClass })}
              />
            )}
          </Field>
        </div>
      </fieldset>
      <div>
        <Button busy={busy} onClick={() => onRead({ defaults, ...(types.length > 0 && { components }) })}>
          Read the file again
        </Button>
      </div>
    </div>
  );
}

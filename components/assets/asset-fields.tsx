'use client';

import { useState } from 'react';
import type { OperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Link } from '#components/ui/link.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import {
  criticalities,
  criticalityLabels,
  dataClassLabels,
  exposureLabels,
  type Kind,
  kindLabels,
  stageLabels,
} from '#lib/assets/rules.ts';
import { type AssetValues, asDataClass, asExposure, asKind, asStage, keyOf, stageOf, type TeamChoice } from './asset-values.ts';
import { PersonPicker } from './person-picker.tsx';
import { TagsInput } from './tags-input.tsx';
import { type KnownNames, useOwnerName } from './use-owner-name.ts';

const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
const kindOptions = (kinds: readonly Kind[]) => kinds.map((kind) => ({ value: kind, label: kindLabels[kind] }));

export interface AssetFieldsProps {
  form: OperationForm<AssetValues>;
  /** The teams to choose from; an edit has the one it is in and does not offer it. */
  choices: readonly TeamChoice[];
  /** Of an asset that exists: the page of its gate, where its stage changes. */
  gate?: string;
  names: KnownNames;
}

/** The fields of an asset, the same for a new one and for an edit. */
export function AssetFields({ form, choices, gate, names }: AssetFieldsProps) {
  const { values, set, field } = form;
  const editing = gate !== undefined;
  const [picked, setPicked] = useState<KnownNames>(names);
  const ownerName = useOwnerName(values.ownerId, picked);
  const kinds = choices.find((team) => team.id === values.teamId)?.kinds ?? [];

  function chooseTeam(teamId: string) {
    set('teamId', teamId);
    const offered = choices.find((team) => team.id === teamId)?.kinds ?? [];
    if (values.kind && !offered.includes(values.kind)) set('kind', '');
    if (offered.length === 1) set('kind', offered[0] ?? '');
  }

  return (
    <div className="grid grid-cols-1 gap-x-5 gap-y-4 sm:grid-cols-6">
      {!editing && (
        <Field label="Team" {...field('teamId')} required className="sm:col-span-3" hint="Teams in which you may register assets.">
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a team"
              options={choices.map((team) => ({ value: team.id, label: team.name }))}
              value={values.teamId}
              onChange={(event) => chooseTeam(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field
        label="Kind"
        {...field('kind')}
        required
        className="sm:col-span-3"
        hint={values.teamId && kinds.length < 5 ? 'The kinds that your role in the team covers.' : undefined}
      >
        {(control) => (
          <Select
            {...control}
            placeholder={editing ? undefined : values.teamId ? 'Choose a kind' : 'Choose a team first'}
            disabled={!values.teamId}
            options={kindOptions(kinds)}
            value={values.kind}
            onChange={(event) => set('kind', asKind(event.target.value))}
          />
        )}
      </Field>
      <Field label="Name" {...field('name')} required className="sm:col-span-6">
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            autoComplete="off"
            placeholder="Card fraud scorer"
            value={values.name}
            onChange={(event) => set('name', event.target.value)}
          />
        )}
      </Field>
      <Field label="Key" {...field('key')} className="sm:col-span-6" hint="What files and scripts call it. Unique within the team.">
        {(control) => (
          <Input
            {...control}
            mono
            maxLength={120}
            autoComplete="off"
            spellCheck={false}
            placeholder="card-fraud-scorer"
            value={editing ? values.key : keyOf(values)}
            onChange={(event) => set('key', event.target.value)}
          />
        )}
      </Field>
      <Field label="Description" {...field('description')} optional className="sm:col-span-6">
        {(control) => (
          <Textarea
            {...control}
            maxLength={10_000}
            placeholder="What it is for, what it is made of, what would go wrong without it."
            value={values.description}
            onChange={(event) => set('description', event.target.value)}
          />
        )}
      </Field>
      <Field label="Owner" {...field('ownerId')} className="sm:col-span-3" hint="Who answers for it.">
        {(control) => (
          <PersonPicker
            control={control}
            label="Owner"
            value={values.ownerId === null ? null : { id: values.ownerId, name: ownerName ?? '…' }}
            onChange={(person) => {
              if (person) setPicked((last) => ({ ...last, [person.id]: person.name }));
              set('ownerId', person?.id ?? null);
            }}
          />
        )}
      </Field>
      {gate ? (
        <Field
          label="Stage"
          {...field('stage')}
          className="sm:col-span-3"
          hint={
            <>
              Changes <Link href={gate}>at its gate</Link>.
            </>
          }
        >
          {(control) => <Input {...control} readOnly value={values.stage && stageLabels[values.stage]} />}
        </Field>
      ) : (
        <Field label="Stage" {...field('stage')} className="sm:col-span-3" hint="Where in its life it stands now.">
          {(control) => (
            <Select
              {...control}
              placeholder={stageOf(values) ? undefined : 'Follows from the kind'}
              options={optionsOf(stageLabels)}
              value={stageOf(values)}
              onChange={(event) => set('stage', asStage(event.target.value))}
            />
          )}
        </Field>
      )}
      <Field label="Criticality" {...field('criticality')} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            options={criticalities.map((value) => ({ value: String(value), label: criticalityLabels[value] ?? String(value) }))}
            value={String(values.criticality)}
            onChange={(event) => set('criticality', Number(event.target.value))}
          />
        )}
      </Field>
      <Field label="Exposure" {...field('exposure')} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            options={optionsOf(exposureLabels)}
            value={values.exposure}
            onChange={(event) => set('exposure', asExposure(event.target.value))}
          />
        )}
      </Field>
      <Field label="Data class" {...field('dataClass')} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            options={optionsOf(dataClassLabels)}
            value={values.dataClass}
            onChange={(event) => set('dataClass', asDataClass(event.target.value))}
          />
        )}
      </Field>
      <Field label="Tags" {...field('tags')} optional className="sm:col-span-6">
        {(control) => <TagsInput control={control} value={values.tags} onChange={(tags) => set('tags', tags)} />}
      </Field>
    </div>
  );
}

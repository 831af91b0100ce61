'use client';

import { useEffect, useState } from 'react';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Kind, kindLabels, kinds, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { type SignalSeverity, signalSeverities, type Trigger, triggerLabels, triggers } from '#lib/reviews/policies/rules.ts';
import type { PolicyPreview } from '#lib/reviews/policies/schema.ts';

export type PolicyValues = {
  trigger: Trigger;
  kinds: Kind[];
  stages: Stage[];
  severity: SignalSeverity | null;
  template: string | null;
};
export type AskableTemplate = { key: string; name: string };

export interface PolicyDialogProps {
  initial: PolicyValues;
  edited: { id: string; version: number } | null;
  templates: readonly AskableTemplate[];
  onClose: () => void;
  onDone: () => void;
}

const labels = { trigger: 'When', kinds: 'Kinds', stages: 'Stages', severity: 'From which severity on', template: 'Ask by' };
const optionsOf = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** A policy, new or edited, with how often it would have asked in the last 30 days. What triggers it stays. */
export function PolicyDialog({ initial, edited, templates, onClose, onDone }: PolicyDialogProps) {
  const form = useOperationForm<PolicyValues, { id: string }>({
    initial,
    version: edited?.version,
    submit: ({ trigger, ...said }, _, version) =>
      edited
        ? request('PATCH /reviews/policies/{id}', { id: edited.id, version: version ?? edited.version, ...said })
        : request('POST /reviews/policies', { trigger, ...said }),
    onDone,
  });
  const { values, set } = form;
  return (
    <FormDialog
      form={form}
      labels={labels}
      show={(name, value) => shown(name, value, templates)}
      title={edited ? 'Edit policy' : 'New policy'}
      action={edited ? 'Save' : 'Add policy'}
      width="md"
      onClose={onClose}
    >
      <Field label={labels.trigger} {...form.field('trigger')} hint={edited ? 'It stays: another trigger is another policy.' : undefined}>
        {(control) => (
          <Select
            {...control}
            disabled={edited !== null}
            value={values.trigger}
            options={triggers.map((trigger) => ({ value: trigger, label: triggerLabels[trigger] }))}
            onChange={(event) => {
              const trigger = event.target.value as Trigger;
              set('trigger', trigger);
              if (trigger !== 'signal.raised') set('severity', null);
              if (trigger !== 'approval.stale' && values.template === null) set('template', templates[0]?.key ?? null);
            }}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={labels.kinds} {...form.field('kinds')} hint="None: every kind.">
          {(control) => (
            <MultiCombobox
              {...control}
              label={labels.kinds}
              values={values.kinds}
              labels={kindLabels}
              options={optionsOf(kindLabels)}
              onChange={(given) =>
                set(
                  'kinds',
                  kinds.filter((kind) => given.includes(kind)),
                )
              }
            />
          )}
        </Field>
        <Field label={labels.stages} {...form.field('stages')} hint="Where the asset stands then. None: every stage.">
          {(control) => (
            <MultiCombobox
              {...control}
              label={labels.stages}
              values={values.stages}
              labels={stageLabels}
              options={optionsOf(stageLabels)}
              onChange={(given) =>
                set(
                  'stages',
                  stages.filter((stage) => given.includes(stage)),
                )
              }
            />
          )}
        </Field>
      </div>
      {values.trigger === 'signal.raised' && (
        <Field label={labels.severity} {...form.field('severity')}>
          {(control) => (
            <Select
              {...control}
              value={values.severity ?? ''}
              placeholder="Every severity"
              options={signalSeverities.map((severity) => ({
                value: severity,
                label: severity.charAt(0).toUpperCase() + severity.slice(1),
              }))}
              onChange={(event) => set('severity', (event.target.value || null) as SignalSeverity | null)}
            />
          )}
        </Field>
      )}
      <Field label={labels.template} {...form.field('template')}>
        {(control) => (
          <Select
            {...control}
            value={values.template ?? ''}
            placeholder={values.trigger === 'approval.stale' ? 'The template that gave the approval' : undefined}
            options={templates.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={(event) => set('template', event.target.value || null)}
          />
        )}
      </Field>
      <Preview policy={values} />
    </FormDialog>
  );
}

function shown(name: string, value: unknown, templates: readonly AskableTemplate[]): string {
  const words = (labelsOf: Readonly<Record<string, string>>) =>
    (value as string[]).map((each) => labelsOf[each] ?? each).join(', ') || 'Every one';
  if (name === 'kinds') return words(kindLabels);
  if (name === 'stages') return words(stageLabels);
  if (name === 'template') return templates.find(({ key }) => key === value)?.name ?? 'The template that gave the approval';
  return value === null ? 'Every severity' : String(value);
}

const pause = 250;

/** How often the policy would have asked in the last 30 days. */
export function Preview({ policy }: { policy: PolicyValues }) {
  const [found, setFound] = useState<PolicyPreview | { failure: string } | null>(null);
  const asked = JSON.stringify(policy);
  useEffect(() => {
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      request('POST /reviews/policy-previews', JSON.parse(asked) as PolicyValues, { signal: aborter.signal }).then(
        setFound,
        (error: unknown) => {
          if (!aborter.signal.aborted) setFound({ failure: error instanceof Error ? error.message : 'It could not be counted.' });
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [asked]);
  return (
    <p aria-live="polite" className="min-h-10 rounded-md bg-sunken px-3 py-2.5 text-sm">
      {found === null ? 'Counting…' : 'failure' in found ? found.failure : told(found)}
    </p>
  );
}

function told({ times, assets, examples, problems }: PolicyPreview): string {
  const [problem] = Object.values(problems);
  if (problem) return problem;
  if (times === 0) return 'In the last 30 days it would have asked for nothing.';
  const often = times === 1 ? 'once' : `${times.toLocaleString('en-GB')} times`;
  const which = assets === 1 ? 'one asset' : `${assets.toLocaleString('en-GB')} assets`;
  return `In the last 30 days it would have asked ${often}, about ${which}: ${examples.join(', ')}${assets > examples.length ? ', …' : '.'}`;
}

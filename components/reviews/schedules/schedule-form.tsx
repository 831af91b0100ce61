'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Subject } from '#lib/reviews/rules.ts';
import { ruleWords } from '#lib/reviews/schedules/rules.ts';
import type { Assignment } from '#lib/reviews/schema.ts';
import { AssignmentFields } from './assignment-fields.tsx';
import { FilterFields } from './filter-fields.tsx';
import { RuleFields } from './rule-fields.tsx';
import { SchedulePreview } from './schedule-preview.tsx';
import { assignmentWords } from './words.ts';

export type ScheduleValues = {
  teamId: string;
  name: string;
  template: string;
  rule: string;
  start: string;
  timeZone: string;
  filter: string;
  assignment: Assignment;
};

export interface ScheduleFormProps {
  initial: ScheduleValues;
  edited: { id: string; version: number } | null;
  teams: readonly { id: string; name: string }[];
  templates: readonly { key: string; name: string; subject: Subject }[];
  roles: readonly { key: string; name: string }[];
  names: Readonly<Record<string, string>>;
}

const labels = {
  teamId: 'Team',
  name: 'Name',
  template: 'Template',
  rule: 'How often',
  start: 'Start',
  timeZone: 'Time zone',
  filter: 'Which assets',
  assignment: 'Who is asked',
};

/** A schedule, new or edited, with what it would do beside it. */
export function ScheduleForm({ initial, edited, teams, templates, roles, names }: ScheduleFormProps) {
  const router = useRouter();
  const form = useOperationForm<ScheduleValues, { id: string }>({
    initial,
    version: edited?.version,
    submit: ({ teamId, ...said }, _, version) =>
      edited
        ? request('PATCH /reviews/schedules/{id}', { id: edited.id, version: version ?? edited.version, ...said })
        : request('POST /reviews/schedules', { teamId, ...said }),
    onDone: ({ id }) => {
      showToast(edited ? 'The schedule is saved.' : 'The schedule is added.', { tone: 'good' });
      router.push(`/reviews/schedules/${id}`);
      router.refresh();
    },
  });
  const { values, set } = form;
  const zones = useMemo(
    () => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
    [],
  );
  const [day = '', time = ''] = values.start.split('T');
  const ofPeople = templates.find(({ key }) => key === values.template)?.subject === 'access';
  const { teamId, rule, start, timeZone, template, filter } = values;
  return (
    <div className="grid max-w-6xl items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <form {...form.form} className="flex min-w-0 flex-col gap-6">
        <FormNotices form={form} labels={labels} show={(name, value) => shown(name, value, names)} />
        <div className="grid gap-6 sm:grid-cols-2">
          <Field label={labels.name} {...form.field('name')} required>
            {(control) => <Input {...control} maxLength={120} value={values.name} onChange={(event) => set('name', event.target.value)} />}
          </Field>
          {!edited && (
            <Field label={labels.teamId} {...form.field('teamId')} required>
              {(control) => (
                <Select
                  {...control}
                  value={values.teamId}
                  options={teams.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={(event) => set('teamId', event.target.value)}
                />
              )}
            </Field>
          )}
          <Field label={labels.template} {...form.field('template')} required>
            {(control) => (
              <Select
                {...control}
                value={values.template}
                options={templates.map(({ key, name }) => ({ value: key, label: name }))}
                onChange={(event) => set('template', event.target.value)}
              />
            )}
          </Field>
        </div>
        <RuleFields rule={values.rule} error={form.field('rule').error ?? null} onChange={(next) => set('rule', next)} />
        <div className="grid gap-6 sm:grid-cols-3">
          <Field label="From" {...form.field('start')} hint="The first day that counts.">
            {(control) => (
              <Input {...control} type="date" value={day} onChange={(event) => set('start', `${event.target.value}T${time}`)} />
            )}
          </Field>
          <Field label="At">
            {(control) => (
              <Input {...control} type="time" value={time} onChange={(event) => set('start', `${day}T${event.target.value}`)} />
            )}
          </Field>
          <Field label={labels.timeZone} {...form.field('timeZone')}>
            {(control) => (
              <Combobox
                {...control}
                label={labels.timeZone}
                value={values.timeZone}
                valueLabel={values.timeZone}
                options={zones}
                onChange={(zone) => zone && set('timeZone', zone)}
              />
            )}
          </Field>
        </div>
        {ofPeople ? (
          <p className="text-muted text-sm">It asks about the access of every member of the team.</p>
        ) : (
          <FilterFields filter={values.filter} error={form.field('filter').error ?? null} onChange={(next) => set('filter', next)} />
        )}
        <AssignmentFields
          assignment={values.assignment}
          roles={roles}
          names={names}
          error={form.field('assignment').error ?? null}
          onChange={(next) => set('assignment', next)}
        />
        <FormActions
          form={form}
          submitLabel={edited ? 'Save' : 'Add schedule'}
          onCancel={() => router.push(edited ? `/reviews/schedules/${edited.id}` : '/reviews/schedules')}
        />
      </form>
      <SchedulePreview about={{ teamId, rule, start, timeZone, template, filter: ofPeople ? '' : filter }} people={ofPeople} />
    </div>
  );
}

function shown(name: string, value: unknown, names: Readonly<Record<string, string>>) {
  if (name === 'assignment') return assignmentWords(value as Assignment, names);
  return name === 'rule' ? ruleWords(String(value)) : String(value ?? '') || 'nothing';
}

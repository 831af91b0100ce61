'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { kindLabels, kinds } from '#lib/assets/rules.ts';

export interface ReportFormProps {
  date: string;
  /** The last day that a report can be of. */
  today: string;
  team: string;
  kind: string;
  teams: readonly { key: string; name: string }[];
}

/** Of which day and scope: a plain form, whose answers stand in the address. */
export function ReportForm({ date, today, team, kind, teams }: ReportFormProps) {
  return (
    <form action="/reports/posture" method="get" className="flex flex-wrap items-end gap-3">
      <Field label="Day (UTC)">
        {(control) => <Input {...control} type="date" name="date" defaultValue={date} max={today} required />}
      </Field>
      {teams.length > 1 && (
        <Field label="Team">
          {(control) => (
            <Select
              {...control}
              name="team"
              defaultValue={team}
              placeholder="All that you see"
              options={teams.map((each) => ({ value: each.key, label: each.name }))}
            />
          )}
        </Field>
      )}
      <Field label="Kind">
        {(control) => (
          <Select
            {...control}
            name="kind"
            defaultValue={kind}
            placeholder="Every kind"
            options={kinds.map((each) => ({ value: each, label: kindLabels[each] }))}
          />
        )}
      </Field>
      <Button type="submit">Show</Button>
    </form>
  );
}

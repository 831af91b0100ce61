'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { kindLabels, kinds, stageLabels, stages } from '#lib/assets/rules.ts';

export interface AsOfFormProps {
  on: string;
  /** The last day that can be asked for. */
  today: string;
  team: string;
  kind: string;
  stage: string;
  teams: readonly { key: string; name: string }[];
}

/** Of which day and scope: a plain form, whose answers stand in the address. */
export function AsOfForm({ on, today, team, kind, stage, teams }: AsOfFormProps) {
  return (
    <form action="/gates/as-of" method="get" className="flex flex-wrap items-end gap-3">
      <Field label="Day (UTC)">{(control) => <Input {...control} type="date" name="on" defaultValue={on} max={today} required />}</Field>
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
      <Field label="Stage">
        {(control) => (
          <Select
            {...control}
            name="stage"
            defaultValue={stage}
            placeholder="Every stage"
            options={stages.map((each) => ({ value: each, label: stageLabels[each] }))}
          />
        )}
      </Field>
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

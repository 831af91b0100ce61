'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { permissions } from '#lib/access/permissions.ts';
import type { RoleRow } from '#lib/access/roles/schema.ts';
import { request } from '#lib/client.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { ExpiryField } from './expiry-field.tsx';
import { kindWords } from './rights-words.ts';
import { RoleSelect, useRoles } from './role-select.tsx';

type Team = { id: string; name: string };
type Values = { team: Team | null; role: string; reason: string; day: string };

export async function findTeams(q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> {
  const { teams } = await request('GET /teams/names', { q }, { signal });
  return teams.map((team) => ({ value: team.id, label: team.name }));
}

/** Asks for a role in a team: which, why, until when. */
export function RequestForm({ team }: { team: Team | null }) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const roles = useRoles();
  const form = useOperationForm<Values, { id: string }>({
    initial: { team, role: '', reason: '', day: '' },
    check: (values) => ({
      ...(values.team ? {} : { team: 'Choose a team.' }),
      ...(values.role ? {} : { role: 'Choose a role.' }),
    }),
    submit: ({ team: chosen, role, reason, day }) =>
      request('POST /access/requests', { teamId: chosen?.id ?? '', role, reason, until: day ? dayEnd(day, timeZone) : null }),
    onDone: () => {
      showToast('Request sent. You will be told when it is decided.', { tone: 'good' });
      router.push('/access/requests');
    },
  });
  const chosen = Array.isArray(roles) ? (roles as readonly RoleRow[]).find((role) => role.key === form.values.role) : undefined;
  return (
    <form {...form.form} className="flex max-w-xl flex-col gap-5">
      <FormNotices form={form} labels={{ team: 'Team', teamId: 'Team', role: 'Role', reason: 'Reason', day: 'Until', until: 'Until' }} />
      <Field label="Team" name="team" error={form.field('team').error ?? form.field('teamId' as 'team').error}>
        {(control) => (
          <Combobox
            {...control}
            label="Team"
            placeholder="Choose a team"
            value={form.values.team?.id ?? null}
            valueLabel={form.values.team?.name}
            options={findTeams}
            onChange={(id, item) => form.set('team', id && item ? { id, name: item.label } : null)}
          />
        )}
      </Field>
      <Field label="Role" {...form.field('role')} hint="A role with fewer permissions may be given instead.">
        {(control) => <RoleSelect control={control} value={form.values.role} onChange={(role) => form.set('role', role)} />}
      </Field>
      {chosen && <RoleSummary role={chosen} />}
      <Field label="Reason" {...form.field('reason')} hint="Shown to whoever decides.">
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={1000}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
      <ExpiryField
        name="day"
        day={form.values.day}
        error={form.field('day').error ?? form.field('until' as 'day').error}
        hint="The role ends by itself at the end of that day. Leave empty for no end date."
        onChange={(day) => form.set('day', day)}
      />
      <FormActions form={form} submitLabel="Ask for access" onCancel={() => router.push('/access/requests')} />
    </form>
  );
}

/** What the role gives, so that one asks for no more than one needs. */
function RoleSummary({ role }: { role: RoleRow }) {
  return (
    <div className="-mt-2 rounded-md bg-sunken px-3 py-2.5 text-sm">
      {role.description && <p className="mb-1">{role.description}</p>}
      <ul className="grid gap-x-6 text-muted sm:grid-cols-2">
        {role.permissions.map((permission) => (
          <li key={permission}>{permissions[permission]}</li>
        ))}
      </ul>
      {role.kinds.length > 0 && <p className="mt-1">Changes cover {kindWords(role.kinds)}.</p>}
    </div>
  );
}

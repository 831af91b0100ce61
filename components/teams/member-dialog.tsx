'use client';

import { useRouter } from 'next/navigation';
import { ExpiryField } from '#components/access/expiry-field.tsx';
import { RoleSelect } from '#components/access/role-select.tsx';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import type { Member } from '#lib/access/memberships/schema.ts';
import { request } from '#lib/client.ts';
import { dayEnd, dayOf } from '#lib/platform/day-rules.ts';

export interface MemberDialogProps {
  team: { id: string; name: string };
  /** Whose role is changed; absent to add somebody. */
  member?: Member;
  lastLead?: boolean;
  onClose: () => void;
}

type Values = { person: PickedPerson | null; role: string; day: string };
const labels = { person: 'Person', personId: 'Person', role: 'Role', day: 'Until', expiresAt: 'Until' };

/** Gives somebody a role in the team, or changes the one they have. */
export function MemberDialog({ team, member, lastLead = false, onClose }: MemberDialogProps) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const form = useOperationForm<Values, void>({
    initial: {
      person: member ? { id: member.id, name: member.name } : null,
      role: member?.role.key ?? '',
      day: member?.expiresAt ? dayOf(member.expiresAt, timeZone) : '',
    },
    version: member?.version,
    check: ({ person, role }) => ({
      ...(person ? {} : { person: 'Choose a person.' }),
      ...(role ? {} : { role: 'Choose a role.' }),
    }),
    submit: async ({ person, role, day }, changed, version) => {
      const personId = person?.id ?? '';
      const expiresAt = day ? dayEnd(day, timeZone) : null;
      if (!member) return request('POST /teams/{id}/members', { id: team.id, personId, role, expiresAt });
      const edit = { ...(changed.includes('role') && { role }), ...(changed.includes('day') && { expiresAt }) };
      return request('PATCH /teams/{id}/members/{personId}', { id: team.id, personId, version: version ?? member.version, ...edit });
    },
    onDone: () => {
      showToast(member ? `${member.name} was changed.` : 'Member added. The role applies now.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  const errorOf = (name: string) => form.field(name as keyof Values).error;
  return (
    <FormDialog
      form={form}
      labels={labels}
      title={member ? `Change ${member.name}` : `Add to ${team.name}`}
      action={member ? 'Save' : 'Add member'}
      onClose={onClose}
    >
      {!member && (
        <Field label="Person" name="person" error={errorOf('person') ?? errorOf('personId')}>
          {(control) => (
            <PersonPicker
              control={control}
              label="Person"
              value={form.values.person ?? undefined}
              onChange={(person) => form.set('person', person)}
            />
          )}
        </Field>
      )}
      <Field label="Role" {...form.field('role')} hint="You can give only what you hold in this team yourself.">
        {(control) => (
          <RoleSelect control={control} value={form.values.role} held={member?.role.key} onChange={(role) => form.set('role', role)} />
        )}
      </Field>
      <ExpiryField
        name="day"
        day={form.values.day}
        error={errorOf('day') ?? errorOf('expiresAt')}
        onChange={(day) => form.set('day', day)}
      />
      {lastLead && form.values.role !== member?.role.key && (
        <Callout tone="warning">They are the team’s only lead. Without a lead, administrators decide on its members and requests.</Callout>
      )}
    </FormDialog>
  );
}

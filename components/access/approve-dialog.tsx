'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import type { AccessRequest } from '#lib/access/requests/schema.ts';
import { within } from '#lib/access/roles/rules.ts';
import { request as call } from '#lib/client.ts';
import { dayEnd, dayOf } from '#lib/platform/day-rules.ts';
import { ExpiryField } from './expiry-field.tsx';
import { RoleSelect } from './role-select.tsx';
import { askForWaiting } from './waiting-requests.tsx';

type Values = { role: string; day: string; note: string };

/** Gives what was asked for, or a lesser role, or for a shorter time. */
export function ApproveDialog({ request, onClose }: { request: AccessRequest; onClose: () => void }) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const asked = request.until ? dayOf(request.until, timeZone) : '';
  const form = useOperationForm<Values, void>({
    initial: { role: request.roleRetired ? '' : request.role.key, day: asked, note: '' },
    check: ({ role }) => (role ? {} : { role: 'Choose a role.' }),
    submit: ({ role, day, note }) =>
      call('POST /access/requests/{id}/approve', {
        id: request.id,
        role,
        note,
        // The day as it was asked for stands for its very moment.
        ...(day !== asked && { until: day ? dayEnd(day, timeZone) : null }),
      }),
    onDone: () => {
      showToast(`Approved. ${request.person.name} now holds the role.`, { tone: 'good' });
      askForWaiting();
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ role: 'Role', day: 'Until', until: 'Until' }}
      title={`Approve the request of ${request.person.name}`}
      description={`For ${request.team.name}. You can give only what you hold yourself, and for no longer.`}
      action="Approve"
      onClose={onClose}
    >
      <Field label="Role" {...form.field('role')} hint={`Asked for: ${request.role.name}. You can give one with fewer permissions.`}>
        {(control) => (
          <RoleSelect
            control={control}
            value={form.values.role}
            onChange={(role) => form.set('role', role)}
            offers={(role, all) => {
              const wanted = all.find((each) => each.key === request.role.key);
              return wanted !== undefined && within(role, wanted);
            }}
          />
        )}
      </Field>
      <ExpiryField
        name="day"
        day={form.values.day}
        latest={asked || undefined}
        error={form.field('day').error ?? form.field('until' as 'day').error ?? form.field('expiresAt' as 'day').error}
        hint={asked ? 'No later than requested.' : 'Leave empty for no end date, as requested.'}
        onChange={(day) => form.set('day', day)}
      />
      <Field label="Note" optional {...form.field('note')} hint={`${request.person.name} reads it.`}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={1000}
            value={form.values.note}
            onChange={(event) => form.set('note', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

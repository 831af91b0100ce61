'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { BulkValues } from '#components/data/list/list-definition.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { BelongingsOutput } from '#lib/access/users/leaving/schema.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';
import { bulkChange } from './bulk-actions.tsx';
import { LeavingForm } from './bulk-forms.tsx';

export interface LeavingDialogProps {
  person: PersonDetail;
  belongings: BelongingsOutput | null;
  onClose: () => void;
}

const counted = (count: number, one: string, many: string) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

/** Deactivates somebody, asking who takes over what they own. */
export default function LeavingDialog({ person, belongings, onClose }: LeavingDialogProps) {
  const router = useRouter();
  const [values, setValues] = useState<BulkValues>({});
  const owned = belongings?.belongings.filter((each) => each.count > 0) ?? [];
  const known = belongings?.knownTokens ?? 0;

  async function deactivate() {
    const change = bulkChange('status', values);
    if (change?.field !== 'status') throw new Error('Choose who takes over.');
    const { successorId, revokeKnownTokens } = change;
    const done = await request('POST /people/{id}/deactivate', { id: person.id, successorId, revokeKnownTokens });
    const parts = [
      counted(done.endedSessions, 'session', 'sessions'),
      counted(done.revokedTokens, 'token', 'tokens'),
      counted(done.handedOver, 'item handed over', 'items handed over'),
    ];
    showToast(`${person.name} was deactivated.`, { tone: 'good', detail: `Ended ${parts[0]} and ${parts[1]}; ${parts[2]}.` });
    router.refresh();
  }

  return (
    <ConfirmDialog open onOpenChange={onClose} title={`Deactivate ${person.name}?`} confirmLabel="Deactivate" danger onConfirm={deactivate}>
      <p>
        They are signed out everywhere at once, and their tokens are refused from now on. Nothing is deleted; they can be reactivated.
        {owned.length > 0 && ` They own ${owned.map(({ count, one, many }) => counted(count, one, many)).join(' and ')}.`}
        {known > 0 && ` They made ${counted(known, 'token', 'tokens')} of service accounts that are in force.`}
      </p>
      <div className="flex flex-col gap-4 text-ink">
        <LeavingForm values={values} setValue={(name, value) => setValues((current) => ({ ...current, [name]: value }))} />
      </div>
    </ConfirmDialog>
  );
}

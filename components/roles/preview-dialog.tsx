'use client';

import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Kind } from '#lib/access/kinds.ts';
import type { Permission } from '#lib/access/permissions.ts';
import type { RolePreview, RoleRow } from '#lib/access/roles/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { rightWords } from './role-words.ts';

export type Rights = { permissions: Permission[]; kinds: Kind[] };

export interface PreviewDialogProps {
  role: RoleRow;
  rights: Rights;
  version: number;
  first: RolePreview;
  /** What was seen, to save; null to go on editing. */
  onDecide: (seen: string | null) => void;
}

type Change = RolePreview['changes'][number];
const people = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'gains' : 'gain'}`;

/** Who gains and loses what, before it is saved. */
export function PreviewDialog({ role, rights, version, first, onDecide }: PreviewDialogProps) {
  const [changes, setChanges] = useState(first.changes);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function loadMore() {
    setBusy(true);
    try {
      const input = { key: role.key, version, permissions: rights.permissions, kinds: rights.kinds, offset: changes.length };
      const next = await request('POST /roles/{key}/preview', input);
      if (next.seen !== first.seen) setFailure('Who holds this role has changed in the meantime. Go back and save again.');
      else setChanges([...changes, ...next.changes]);
    } catch (error) {
      setFailure(error instanceof RequestError ? error.message : 'Try again.');
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={() => onDecide(null)}
      title={`Change ${role.name} for everyone who holds it?`}
      description={
        first.total === 0
          ? `${first.holders === 0 ? 'Nobody holds it' : 'Nobody gains or loses anything: other roles give them the same'}. The change applies to whoever gets it from now on.`
          : `${people(first.gaining)} and ${first.losing.toLocaleString('en-GB')} ${first.losing === 1 ? 'loses' : 'lose'} permissions, from the next request on. What another role gives them as well is left out.`
      }
      width="lg"
      footer={
        <>
          <Button onClick={() => onDecide(null)}>Keep editing</Button>
          <Button variant="primary" disabled={failure !== null} onClick={() => onDecide(first.seen)}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && <Callout tone="danger">{failure}</Callout>}
        {changes.length > 0 && (
          <ul className="max-h-[50vh] divide-y overflow-y-auto border-y text-sm">
            {changes.map((change) => (
              <li
                key={`${change.principal.id} ${change.team?.id}`}
                className="grid gap-x-6 gap-y-1 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]"
              >
                <p>
                  <span className="font-medium">{change.principal.name}</span>
                  {change.principal.type === 'service' && <span className="text-muted"> (service account)</span>}
                  <span className="block text-muted text-xs">{change.team ? change.team.name : 'In every other team'}</span>
                </p>
                <ul>
                  <Changes rights={change.gained} side="gained" />
                  <Changes rights={change.lost} side="lost" />
                </ul>
              </li>
            ))}
          </ul>
        )}
        {changes.length < first.total && (
          <Button className="self-start" busy={busy} onClick={loadMore}>
            Show {Math.min(200, first.total - changes.length)} more of {first.total.toLocaleString('en-GB')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Changes({ rights, side }: { rights: Change['gained']; side: 'gained' | 'lost' }) {
  const Icon = side === 'gained' ? Plus : Minus;
  return rights.map((right) => (
    <li key={right.permission} className={`flex items-start gap-1.5 ${side === 'gained' ? 'text-low-ink' : 'text-critical-ink'}`}>
      <Icon className="mt-0.5 size-3.5 shrink-0" role="img" aria-label={side === 'gained' ? 'Gains' : 'Loses'} />
      {rightWords(right)}
    </li>
  ));
}

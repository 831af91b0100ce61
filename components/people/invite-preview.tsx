'use client';

import { Check, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { InvitationPreview, Invited } from '#lib/access/users/invitations/schema.ts';
import { RequestError, request } from '#lib/client.ts';

export interface InvitePreviewProps {
  preview: InvitationPreview;
  onBack: () => void;
  onInvited: (invited: Invited) => void;
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** Line by line what would be made, or what is in the way; nothing is made until it is confirmed, and then all of it or nothing. */
export function InvitePreview({ preview, onBack, onInvited }: InvitePreviewProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const lines = preview.lines.map((each, place) => ({ ...each, place }));
  const ready = preview.lines.flatMap(({ invitee }) => (invitee ? [invitee] : []));
  const wrong = preview.lines.length - ready.length;

  async function invite() {
    setBusy(true);
    setFailure(null);
    try {
      onInvited(
        await request('POST /invitations', {
          people: ready.map(({ name, email, role, teamId, teamRole }) => ({ name, email, role, teamId, teamRole })),
        }),
      );
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setFailure(error.message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {failure && <Callout tone="danger">{failure}</Callout>}
      {wrong > 0 && (
        <Callout tone="warning" title={wrong === 1 ? 'One line cannot be used' : `${wrong} lines cannot be used`}>
          Go back and correct them, or leave them out and invite the others.
        </Callout>
      )}
      <p className="text-muted text-sm">
        {preview.mailed
          ? 'Each person gets their link by email as soon as you confirm.'
          : 'Email is not set up: the links are shown to you once, for you to pass on.'}
      </p>
      <div className="overflow-hidden rounded-md border">
        <table className="w-full text-left text-sm">
          <thead className="bg-canvas text-muted text-xs">
            <tr>
              {['Line', 'Person', 'Organisation role', 'Team', ''].map((head) => (
                <th key={head} scope="col" className={`px-3 py-2 font-medium ${head === 'Line' ? 'max-sm:hidden' : ''}`}>
                  {head || <span className="sr-only">State</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y">
            {lines.map(({ place, line, written, invitee, problems }) => (
              <tr key={place} className="align-top">
                <td className="px-3 py-2 text-faint tabular-nums max-sm:hidden">{line}</td>
                <td className="max-w-72 wrap-anywhere px-3 py-2">
                  <span className="block font-medium">{invitee?.name ?? written}</span>
                  {invitee && <span className="block break-all text-muted text-xs">{invitee.email}</span>}
                </td>
                {invitee ? (
                  <>
                    <td className="px-3 py-2">{invitee.roleName}</td>
                    <td className="px-3 py-2">
                      {invitee.teamName ? `${invitee.teamName} (${invitee.teamRoleName})` : <span className="text-faint">None</span>}
                    </td>
                    <td className="px-3 py-2">
                      <Check className="size-4 text-low-ink" aria-label="Can be invited" />
                    </td>
                  </>
                ) : (
                  <td colSpan={3} className="px-3 py-2 text-critical-ink">
                    <span className="flex gap-1.5">
                      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
                      {problems.join(' ')}
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="sticky bottom-0 flex flex-wrap gap-2 bg-surface py-3">
        <Button onClick={onBack} disabled={busy}>
          Back
        </Button>
        <Button variant="primary" busy={busy} disabled={ready.length === 0} onClick={invite}>
          {wrong > 0 ? `Leave out ${wrong} and invite ${people(ready.length)}` : `Invite ${people(ready.length)}`}
        </Button>
      </div>
    </>
  );
}

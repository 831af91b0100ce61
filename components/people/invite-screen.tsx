'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { InvitationPreview, Invited } from '#lib/access/users/invitations/schema.ts';
import { type InviteDraft, InviteForm } from './invite-form.tsx';
import { InvitePreview } from './invite-preview.tsx';
import { InvitedLinks } from './invited-links.tsx';

const blank: InviteDraft = { text: '', role: 'member', teamId: '', teamRole: '' };

/** Inviting in three steps: what is pasted, what would be made of it, and what was made. Going back loses nothing that was typed. */
export function InviteScreen() {
  const [draft, setDraft] = useState(blank);
  const [preview, setPreview] = useState<InvitationPreview | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  function startAgain() {
    setInvited(null);
    setPreview(null);
    setDraft(blank);
  }
  if (invited)
    return (
      <Step>
        <InvitedLinks invited={invited} />
        <div className="flex flex-wrap gap-2">
          <LinkButton href="/people?status=invited" variant="primary">
            See who is invited
          </LinkButton>
          <Button onClick={startAgain}>Invite others</Button>
        </div>
      </Step>
    );
  return (
    <Step>
      {preview ? (
        <InvitePreview preview={preview} onBack={() => setPreview(null)} onInvited={setInvited} />
      ) : (
        <InviteForm draft={draft} onChange={setDraft} onPreview={setPreview} />
      )}
    </Step>
  );
}

const Step = ({ children }: { children: ReactNode }) => (
  <div className="flex max-w-4xl flex-col gap-5 px-4 pt-2 pb-12 md:px-6">{children}</div>
);

'use client';

import { Copy, Pencil, Power, Sparkles } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';

export interface TemplateActionsProps {
  templateKey: string;
  name: string;
  version: number;
  enabled: boolean;
  /** Schedules and policies that ask by it. */
  askers: number;
}

/** What a manager of templates may do with one. */
export function TemplateActions({ templateKey: key, name, version, enabled, askers }: TemplateActionsProps) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const verb = enabled ? 'Switch off' : 'Switch on';
  return (
    <>
      <Button icon={<Power aria-hidden="true" />} onClick={() => setAsking(true)}>
        {verb}
      </Button>
      <LinkButton href={`/reviews/templates/new?copy=${key}`} icon={<Copy aria-hidden="true" />}>
        Copy
      </LinkButton>
      <LinkButton href={`/reviews/templates/${key}/edit`} variant="primary" icon={<Pencil aria-hidden="true" />}>
        Edit
      </LinkButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`${verb} “${name}”?`}
        confirmLabel={verb}
        onConfirm={async () => {
          await request('POST /reviews/templates/{key}/switch', { key, version, enabled: !enabled });
          showToast(`${name} is switched ${enabled ? 'off' : 'on'}.`, { tone: 'good' });
          router.refresh();
        }}
      >
        {enabled
          ? `Nobody can begin a review by it any more. Those that began go on.${askers > 0 ? ` ${askers === 1 ? 'One schedule or policy asks' : `${askers} schedules and policies ask`} by it: they will ask for nothing.` : ''}`
          : 'Reviews can begin by it again.'}
      </ConfirmDialog>
    </>
  );
}

/** Takes the newer built-in version in place of what stands. */
export function TakeNewer({ templateKey: key, version, edited }: { templateKey: string; version: number; edited: boolean }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="primary" icon={<Sparkles aria-hidden="true" />} onClick={() => setAsking(true)}>
        Take it
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Take the newer built-in version?"
        confirmLabel="Take it"
        onConfirm={async () => {
          await request('POST /reviews/templates/{key}/newer', { key, version });
          showToast('The newer built-in version is taken.', { tone: 'good' });
          router.push(`/reviews/templates/${key}`);
          router.refresh();
        }}
      >
        {edited
          ? 'It takes the place of your own wording, which stays among the versions. Reviews that began keep theirs.'
          : 'Reviews that began keep the version they began with.'}
      </ConfirmDialog>
    </>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { ExpiryField } from '#components/access/expiry-field.tsx';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { byteSize } from '#components/versions/byte-size.ts';
import { request } from '#lib/client.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { safeLink } from '#lib/risks/safeguards/evidence/rules.ts';
import { type EvidenceKind, evidenceKindLabels, evidenceKinds, mostEvidenceBytes } from '#lib/risks/safeguards/rules.ts';
import type { Safeguard } from '#lib/risks/safeguards/schema.ts';
import { sendEvidence } from './send-evidence.ts';

type Values = { kind: EvidenceKind; title: string; content: string; expiresAt: string; file: File | null };

const hints: Record<EvidenceKind, string> = {
  file: 'A report, an export, a picture: kept here, at most 20 MB.',
  link: 'Where it can be seen. The page is not copied.',
  text: 'What was checked, how, and what was found.',
};

/** What is wrong with the chosen file, before any of it is sent. */
function whyNotFile(file: File | null): { file?: string } {
  if (!file) return { file: 'Choose a file.' };
  if (file.size === 0) return { file: 'This file is empty. Choose one that shows something.' };
  if (file.size > mostEvidenceBytes) return { file: `This file is ${byteSize(file.size)}; at most 20 MB are taken.` };
  return {};
}

function check({ kind, title, content, file }: Values) {
  return {
    ...(kind !== 'file' && title.trim() === '' && { title: 'Name it.' }),
    ...(kind === 'link' &&
      safeLink(content.trim()) === null && { content: 'Give an address that begins with https://, without a name and password in it.' }),
    ...(kind === 'text' && content.trim() === '' && { content: 'Write what shows it.' }),
    ...(kind === 'file' && whyNotFile(file)),
  };
}

/** Adds a piece of evidence: a file, a link or a text, with or without a day on which it expires. */
export function EvidenceDialog({ safeguard, onClose }: { safeguard: Safeguard; onClose: () => void }) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const [progress, setProgress] = useState<number | null>(null);
  const aborter = useRef(new AbortController());
  const { id, state } = safeguard;
  const form = useOperationForm<Values, unknown>({
    initial: { kind: 'file', title: '', content: '', expiresAt: '', file: null },
    check,
    submit: async ({ kind, title, content, expiresAt: day, file }) => {
      const expiresAt = day ? dayEnd(day, timeZone) : null;
      if (kind !== 'file') return request('POST /safeguards/{id}/evidence', { id, kind, title, content, expiresAt });
      if (!file) return undefined;
      return sendEvidence({ id, title, expiresAt, file }, setProgress, aborter.current.signal).finally(() => setProgress(null));
    },
    onDone: () => {
      showToast('Evidence added.', {
        tone: 'good',
        detail: state === 'verified' ? 'It counts once the safeguard is verified again.' : undefined,
      });
      router.refresh();
      onClose();
    },
  });
  const { kind, file } = form.values;
  const wrongFile = file && whyNotFile(file).file;
  return (
    <FormDialog
      form={form}
      labels={{ title: 'Title', content: kind === 'link' ? 'Address' : 'Text', expiresAt: 'Expires', file: 'File' }}
      title="Add evidence"
      description={safeguard.control.evidence ? `What proves it: ${safeguard.control.evidence}` : undefined}
      action="Add"
      width="md"
      onClose={() => {
        aborter.current.abort();
        onClose();
      }}
    >
      <RadioGroup
        name="kind"
        legend="Kind"
        legendHidden
        inline
        value={kind}
        onChange={(value) => form.set('kind', value as EvidenceKind)}
        options={evidenceKinds.map((value) => ({ value, label: evidenceKindLabels[value] }))}
      />
      {kind === 'file' && (
        <div data-field="file">
          <FileDrop
            label={file ? file.name : 'Drop a file here'}
            hint={file ? `${byteSize(file.size)}, sent with its SHA-256` : hints.file}
            disabled={form.busy}
            onFiles={([chosen]) => chosen && form.set('file', chosen)}
          />
          {(wrongFile ?? form.field('file').error) && (
            <p role="alert" className="mt-1 text-critical-ink text-xs">
              {wrongFile ?? form.field('file').error}
            </p>
          )}
        </div>
      )}
      <Field
        label="Title"
        optional={kind === 'file'}
        {...form.field('title')}
        hint={kind === 'file' ? 'The file’s name where left empty.' : undefined}
      >
        {(control) => (
          <Input {...control} maxLength={200} value={form.values.title} onChange={(event) => form.set('title', event.target.value)} />
        )}
      </Field>
      {kind === 'link' && (
        <Field label="Address" {...form.field('content')} hint={hints.link}>
          {(control) => (
            <Input
              {...control}
              type="url"
              maxLength={2000}
              placeholder="https://"
              value={form.values.content}
              onChange={(event) => form.set('content', event.target.value)}
            />
          )}
        </Field>
      )}
      {kind === 'text' && (
        <Field label="Text" {...form.field('content')} hint={hints.text}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={20_000}
              value={form.values.content}
              onChange={(event) => form.set('content', event.target.value)}
            />
          )}
        </Field>
      )}
      <ExpiryField
        label="Expires"
        day={form.values.expiresAt}
        error={form.field('expiresAt').error}
        onChange={(day) => form.set('expiresAt', day)}
        hint="Past the end of that day it proves nothing any more, and risks that rest on it alone go stale. Leave empty where it stays true."
      />
      {progress !== null && <ProgressBar label="Sending" value={progress} />}
    </FormDialog>
  );
}

export default EvidenceDialog;

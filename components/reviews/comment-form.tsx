'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import { Button } from '#components/ui/button.tsx';
import { useDraftText } from './drafts.ts';
import { MentionBox } from './mention-box.tsx';
import { type Named, toBody } from './mentions.ts';

export interface CommentFormProps {
  reviewId: string;
  /** Where what is typed is kept until it is sent. */
  draft: string;
  label: string;
  action: string;
  /** What it begins with, in place of a draft: a comment that is edited. */
  begin?: { text: string; picked: readonly Named[] };
  send: (body: string) => Promise<unknown>;
  onDone?: () => void;
  onCancel?: () => void;
  box?: RefObject<HTMLTextAreaElement | null>;
}

/** Writes a comment; what was typed is kept with the tab until it is sent. */
export function CommentForm({ reviewId, draft: key, label, action, begin, send, onDone, onCancel, box }: CommentFormProps) {
  const router = useRouter();
  const draft = useDraftText(key);
  const [edited, setEdited] = useState(begin?.text ?? '');
  const [picked, setPicked] = useState<readonly Named[]>(begin?.picked ?? []);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const text = begin ? edited : draft.text;

  async function submit() {
    const body = toBody(text, picked);
    if (busy || body === '') return;
    setBusy(true);
    setFailure(null);
    try {
      await send(body);
      draft.clear();
      setPicked([]);
      router.refresh();
      onDone?.();
    } catch (thrown) {
      const { message, fields, code } = readFormError(thrown);
      setFailure(
        code === 'unauthenticated'
          ? 'You have been signed out. Sign in again in another tab, then send it: what you wrote is kept.'
          : (fields['body'] ?? message),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="flex max-w-3xl flex-col gap-2"
    >
      <MentionBox
        reviewId={reviewId}
        label={label}
        placeholder={`${label}… Type @ to mention somebody`}
        text={text}
        onText={begin ? setEdited : draft.setText}
        onPick={(person) => setPicked([...picked.filter(({ id }) => id !== person.id), person])}
        onSend={submit}
        onEscape={onCancel}
        box={box}
      />
      {failure && (
        <p role="alert" className="text-critical-ink text-xs">
          {failure}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" size="sm" variant={onCancel ? 'secondary' : 'primary'} busy={busy} disabled={text.trim() === ''}>
          {action}
        </Button>
        {onCancel && (
          <Button size="sm" variant="quiet" onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
        )}
        {!begin && draft.restored && text !== '' && <span className="text-muted text-xs">What you wrote earlier is here again.</span>}
      </div>
    </form>
  );
}

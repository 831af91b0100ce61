'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useState } from 'react';
import { draftKey } from '#components/data/form/drafts.ts';
import { readFormError } from '#components/data/form/form-error.ts';
import { useDraft } from '#components/data/form/use-draft.ts';
import { Button } from '#components/ui/button.tsx';
import { MentionBox } from './mention-box.tsx';
import { emptyText, isEmptyText, readText, toBody, type WrittenText } from './mentions.ts';

export interface CommentFormProps {
  reviewId: string;
  viewerId: string;
  /** What is written: what is typed is kept by it until it is sent. */
  what: string;
  label: string;
  action: string;
  /** What it begins with, in place of a draft: a comment that is edited. */
  begin?: WrittenText;
  send: (body: string) => Promise<unknown>;
  onDone?: () => void;
  onCancel?: () => void;
  box?: RefObject<HTMLTextAreaElement | null>;
}

/** Writes a comment; what was typed is kept in the browser until it is sent, and so is whom it mentions. */
export function CommentForm({ reviewId, viewerId, what, label, action, begin, send, onDone, onCancel, box }: CommentFormProps) {
  const router = useRouter();
  const [empty] = useState(begin ?? emptyText);
  const draft = useDraft(draftKey(viewerId, reviewId, what), empty, readText, isEmptyText);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { text, picked } = draft.value;

  async function submit() {
    const body = toBody(text, picked);
    if (busy || body === '') return;
    setBusy(true);
    setFailure(null);
    try {
      await send(body);
      draft.clear();
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

  const cancel =
    onCancel &&
    (() => {
      // An answer that was begun is there when one answers again; what was changed in a comment is given up.
      if (begin) draft.clear();
      onCancel();
    });

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
        onText={(next) => draft.set({ text: next, picked })}
        onPick={(next, person) => draft.set({ text: next, picked: [...picked.filter(({ id }) => id !== person.id), person] })}
        onSend={submit}
        onEscape={cancel}
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
          <Button size="sm" variant="quiet" onClick={cancel} disabled={busy}>
            Cancel
          </Button>
        )}
        {draft.restored && text !== '' && <span className="text-muted text-xs">What you wrote earlier is here again.</span>}
      </div>
    </form>
  );
}

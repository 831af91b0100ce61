'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { dayOf } from '#lib/platform/day-rules.ts';
import type { Review } from '#lib/reviews/schema.ts';

export type ReviewAct = 'withdraw' | 'reopen' | 'due';
type Props = { review: Review; onClose: () => void };

const words = {
  withdraw: {
    title: 'Withdraw this review?',
    description:
      'Nobody decides on it any more. What was answered, said and attached stays. It cannot be opened again; another can be asked for.',
    action: 'Withdraw',
    label: 'Why',
    hint: 'Whoever was asked reads it.',
    done: 'Withdrawn.',
  },
  reopen: {
    title: 'Open it again',
    description: 'Once what was asked for has been changed. Everybody decides anew; answers to the checklist stay.',
    action: 'Open again',
    label: 'What has changed',
    hint: 'Whoever decides has this to go by.',
    done: 'Opened again. Whoever is asked is told.',
  },
} as const;

function NoteDialog({ review, act, onClose }: Props & { act: 'withdraw' | 'reopen' }) {
  const router = useRouter();
  const { title, description, action, label, hint, done } = words[act];
  const form = useOperationForm<{ note: string }, unknown>({
    initial: { note: '' },
    check: ({ note }) => (act === 'reopen' && note.trim() === '' ? { note: 'Say what has changed.' } : {}),
    submit: ({ note }) => {
      const input = { id: review.id, version: review.version, note: note.trim() };
      return act === 'reopen' ? request('POST /reviews/{id}/reopen', input) : request('POST /reviews/{id}/withdraw', input);
    },
    onDone: () => {
      showToast(done, { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ note: label }}
      title={title}
      description={description}
      action={action}
      tone={act === 'withdraw' ? 'danger' : 'primary'}
      width="md"
      onClose={onClose}
    >
      <Field label={label} optional={act === 'withdraw'} required={act === 'reopen'} {...form.field('note')} hint={hint}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={4000}
            value={form.values.note}
            onChange={(event) => form.set('note', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function DueDialog({ review, onClose }: Props) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const form = useOperationForm<{ due: string }, unknown>({
    initial: { due: dayOf(review.dueAt, timeZone) },
    check: ({ due }) => (due === '' ? { due: 'Choose a day.' } : {}),
    submit: ({ due }) => request('PUT /reviews/{id}/due', { id: review.id, version: review.version, due }),
    onDone: () => {
      showToast('Due date changed.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ due: 'Due' }}
      title="Change the due date"
      description="Reminders go by it: before the day, on it and after."
      action="Change"
      onClose={onClose}
    >
      <Field label="Due" required {...form.field('due')} hint="The end of that day.">
        {(control) => (
          <Input
            {...control}
            type="date"
            min={dayOf(new Date().toISOString(), timeZone)}
            value={form.values.due}
            onChange={(event) => form.set('due', event.target.value)}
            suppressHydrationWarning
          />
        )}
      </Field>
    </FormDialog>
  );
}

export function ReviewDialog({ act, ...props }: Props & { act: ReviewAct }) {
  return act === 'due' ? <DueDialog {...props} /> : <NoteDialog {...props} act={act} />;
}

export default ReviewDialog;

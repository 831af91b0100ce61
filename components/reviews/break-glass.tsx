'use client';

import { Flame } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Review } from '#lib/reviews/schema.ts';

const shortest = 20;

/** The way past the ordinary rules, set apart from them: two different people, each with a reason, and marked for ever. */
export function BreakGlass({ review }: { review: Review }) {
  const [open, setOpen] = useState(false);
  const { may, glassBrokenBy, status } = review;
  if (status !== 'open' || (!may.breakGlass && !glassBrokenBy)) return null;
  return (
    <section aria-labelledby="break-glass-title" className="mt-12 rounded-lg border border-critical border-dashed p-4 text-sm">
      <h2 id="break-glass-title" className="flex items-center gap-2 font-semibold text-critical-ink">
        <Flame className="size-4" aria-hidden="true" />
        Break-glass
      </h2>
      <p className="mt-1.5 max-w-[72ch] text-muted">
        For an emergency that cannot wait for the checklist and the quorum. It takes two different people with the right to decide, neither
        of whom asked for this review, owns or registered what it is about. Both give a reason, everybody concerned is told, and the review
        is marked for ever. No role goes round this.
      </p>
      {glassBrokenBy && (
        <p className="mt-2 font-medium">{glassBrokenBy.name} has broken the glass. It takes effect once a second person does.</p>
      )}
      {may.breakGlass && (
        <Button className="mt-3" variant="danger" onClick={() => setOpen(true)}>
          {glassBrokenBy ? 'Break the glass as the second person…' : 'Break the glass…'}
        </Button>
      )}
      {open && <BreakGlassDialog review={review} onClose={() => setOpen(false)} />}
    </section>
  );
}

function BreakGlassDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const router = useRouter();
  const second = review.glassBrokenBy !== null;
  const form = useOperationForm<{ reason: string }, { status: string }>({
    initial: { reason: '' },
    check: ({ reason }) => ({
      ...(reason.trim().length < shortest && {
        reason: `Say why the ordinary way cannot be waited for, in at least ${shortest} characters.`,
      }),
    }),
    submit: ({ reason }) => request('POST /reviews/{id}/break-glass', { id: review.id, round: review.round, reason }),
    onDone: ({ status }) => {
      showToast(
        status === 'open'
          ? 'You have broken the glass. A second person has to do so too.'
          : 'Decided by break-glass. It is marked for ever.',
        { tone: 'neutral' },
      );
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ reason: 'Reason' }}
      title="Break the glass?"
      description={
        second
          ? 'You are the second person: the review is approved at once, without the checklist and the quorum.'
          : 'You are the first of two. Nothing is approved until a second person does the same.'
      }
      action={second ? 'Approve by break-glass' : 'Break the glass'}
      tone="danger"
      width="md"
      onClose={onClose}
    >
      <Field
        label="Why the ordinary way cannot be waited for"
        required
        {...form.field('reason')}
        hint="It stays with the review for ever, with your name."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            maxLength={4000}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useState } from 'react';
import { draftKey } from '#components/data/form/drafts.ts';
import { readFormError } from '#components/data/form/form-error.ts';
import { useDraft } from '#components/data/form/use-draft.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { VoteOutcome } from '#lib/reviews/deciding/schema.ts';
import { type Decision, decisionLabels, stateLabels } from '#lib/reviews/rules.ts';
import type { Review } from '#lib/reviews/schema.ts';
import { ConditionsFields } from './conditions-fields.tsx';
import { isUndecided, readDecision, undecided, type WrittenDecision, wrongsOf } from './written-decision.ts';

export interface DecisionFormProps {
  review: Review;
  viewerId: string;
  /** What is missing before anybody can approve, in words. */
  missing: string | null;
  /** Answers that are not on the server yet. */
  unsaved: boolean;
  /** The next review that waits for the viewer. */
  next: { id: string; title: string } | null;
  place: RefObject<HTMLElement | null>;
  onDecided: (outcome: VoteOutcome) => void;
}

const hints: Record<Decision, string> = {
  approve: 'It may go on as it is.',
  conditions: 'It may go on, and something is to be done by a day.',
  changes: 'It goes back to whoever asked; once mended, everybody looks again.',
  reject: 'It may not go on. One rejection decides the review.',
};

/** The decision of whoever is asked: one of four, with a comment and conditions that are kept while they are written. */
export function DecisionForm({ review, viewerId, missing, unsaved, next, place, onDecided }: DecisionFormProps) {
  const router = useRouter();
  const draft = useDraft(draftKey(viewerId, review.id, `decision ${review.round}`), undecided, readDecision, isUndecided);
  const { decision, conditions } = draft.value;
  const write = (part: Partial<WrittenDecision>) => draft.set({ ...draft.value, ...part });
  const [errors, setErrors] = useState<{ comment?: string; whole?: string }>({});
  const [busy, setBusy] = useState(false);
  const approving = decision === 'approve' || decision === 'conditions';

  async function decide() {
    const wrong = wrongsOf(draft.value);
    setErrors(wrong);
    if (decision === null || wrong.comment || wrong.whole) return;
    setBusy(true);
    const { id, round } = review;
    const comment = draft.value.comment.trim();
    const tasks = conditions.map(({ title, owner, due }) => ({ title: title.trim(), ownerId: owner?.id ?? '', due }));
    try {
      const outcome = await request(
        'POST /reviews/{id}/votes',
        decision === 'conditions' ? { id, round, decision, comment, tasks } : { id, round, decision, comment },
      );
      draft.clear();
      told(outcome);
      router.refresh();
    } catch (thrown) {
      const { message, fields } = readFormError(thrown);
      setErrors(fields['comment'] ? { comment: fields['comment'] } : { whole: message });
      router.refresh();
    } finally {
      setBusy(false);
    }
  }

  function told(outcome: VoteOutcome) {
    onDecided(outcome);
    const { status } = outcome;
    showToast(status === 'open' ? 'Decided. Others have yet to decide.' : `Decided: ${stateLabels[status].toLowerCase()}.`, {
      tone: 'good',
      action: next ? { label: 'Next review', run: () => router.push(`/reviews/${next.id}`) } : undefined,
    });
  }

  return (
    <section
      ref={place}
      id="decide"
      tabIndex={-1}
      aria-labelledby="decide-title"
      className="mb-8 scroll-mt-6 rounded-lg bg-sunken p-4 outline-none"
    >
      <h2 id="decide-title" className="mb-3 font-semibold text-base">
        Your decision
      </h2>
      <form
        className="flex max-w-3xl flex-col gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void decide();
        }}
      >
        {errors.whole && <Callout tone="danger">{errors.whole}</Callout>}
        <RadioGroup
          name="decision"
          legend="Decision"
          legendHidden
          value={decision}
          onChange={(value) => {
            write({ decision: value as Decision });
            setErrors({});
          }}
          options={(Object.keys(decisionLabels) as Decision[]).map((value) => ({
            value,
            label: decisionLabels[value],
            hint: hints[value],
            disabled: (value === 'approve' || value === 'conditions') && missing !== null,
          }))}
        />
        {missing && <p className="text-muted text-sm">Nobody can approve yet: {missing}.</p>}
        {decision === 'conditions' && (
          <ConditionsFields reviewId={review.id} conditions={conditions} onChange={(next) => write({ conditions: next })} />
        )}
        <Field
          label="Comment"
          name="comment"
          optional={decision === null || approving}
          error={errors.comment}
          hint={draft.restored ? 'What you wrote earlier is here again.' : 'Whoever asked reads it. It stays with the decision for ever.'}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={4000}
              value={draft.value.comment}
              onChange={(event) => write({ comment: event.target.value })}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant={decision === 'reject' ? 'danger' : 'primary'}
            busy={busy}
            disabled={decision === null || (approving && (missing !== null || unsaved))}
          >
            {decision ? decisionLabels[decision] : 'Decide'}
          </Button>
          {approving && unsaved && <span className="text-muted text-sm">Answers are still being saved.</span>}
        </div>
      </form>
    </section>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import { FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { addDays, dayOf } from '#lib/platform/day-rules.ts';
import type { DelegationMade } from '#lib/reviews/delegations/schema.ts';

type Values = { toUserId: PickedPerson | null; from: string; until: string; note: string };

/** Says who decides in one's place while one is away, and what could not go to them. */
export function AwayForm() {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const today = dayOf(new Date().toISOString(), timeZone);
  const [made, setMade] = useState<DelegationMade | null>(null);
  const [round, setRound] = useState(0);
  return (
    <>
      {made && made.kept.length > 0 && (
        <div className="mb-4">
          <Callout tone="warning" title="Some reviews stay with you">
            <ul className="mt-1 list-disc pl-4">
              {made.kept.map(({ id, title, why }) => (
                <li key={id}>
                  {title}: {why}
                </li>
              ))}
            </ul>
          </Callout>
        </div>
      )}
      <Fields
        key={round}
        today={today}
        onMade={(result) => {
          setMade(result);
          setRound(round + 1);
          showToast('Set.', {
            tone: 'good',
            detail:
              result.moved > 0 ? `${result.moved} waiting ${result.moved === 1 ? 'review goes' : 'reviews go'} to them now.` : undefined,
          });
          router.refresh();
        }}
      />
    </>
  );
}

function Fields({ today, onMade }: { today: string; onMade: (made: DelegationMade) => void }) {
  const form = useOperationForm<Values, DelegationMade>({
    initial: { toUserId: null, from: today, until: addDays(today, 7), note: '' },
    check: ({ toUserId, from, until }) => ({
      ...(!toUserId && { toUserId: 'Choose who decides in your place.' }),
      ...(from === '' && { from: 'Choose a day.' }),
      ...((until === '' || until < from) && { until: 'Choose a day that is not before the first.' }),
    }),
    submit: ({ toUserId, from, until, note }) =>
      request('POST /delegations', { toUserId: toUserId?.id ?? '', from, until, note: note.trim() }),
    onDone: onMade,
  });
  const day = (name: 'from' | 'until', label: string) => (
    <Field label={label} required {...form.field(name)} className="w-40">
      {(control) => (
        <Input
          {...control}
          type="date"
          min={today}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
          suppressHydrationWarning
        />
      )}
    </Field>
  );
  return (
    <form {...form.form} className="flex flex-col gap-4">
      <FormNotices form={form} labels={{ toUserId: 'Who', from: 'From', until: 'Until', note: 'Note' }} />
      <Field
        label="Who decides in your place"
        required
        {...form.field('toUserId')}
        hint="Wherever they may: separation of duties holds for them too."
      >
        {(control) => (
          <PersonPicker
            control={control}
            label="Who decides in your place"
            value={form.values.toUserId ?? undefined}
            onChange={(person) => form.set('toUserId', person)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-4">
        {day('from', 'First day')}
        {day('until', 'Last day')}
      </div>
      <Field label="Note" optional {...form.field('note')}>
        {(control) => (
          <Input {...control} maxLength={500} value={form.values.note} onChange={(event) => form.set('note', event.target.value)} />
        )}
      </Field>
      <Button type="submit" variant="primary" className="self-start" busy={form.busy}>
        Set
      </Button>
    </form>
  );
}

import { Section } from '#components/settings/section.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { type DigestChoice, type NoticeChoices, usualDigest } from '#lib/access/notices/rules.ts';

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }));
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const rhythms = [
  { value: 'day', label: 'Every day' },
  ...weekdays.map((label, at) => ({ value: String(at + 1), label: `Every ${label}` })),
];

export interface DigestSectionProps {
  choices: NoticeChoices;
  choose: (changed: NoticeChoices) => void;
  timeZone: string;
  /** Whether any group goes in it. */
  used: boolean;
}

/** When the digest goes out. */
export function DigestSection({ choices, choose, timeZone, used }: DigestSectionProps) {
  const digest = choices.digest ?? usualDigest;
  const set = (changed: Partial<DigestChoice>) => choose({ digest: { ...digest, ...changed } });
  return (
    <Section title="Digest" description="One mail with what came since the last and is still unread. None where there is nothing.">
      <div className="grid max-w-md gap-4 sm:grid-cols-2">
        <Field label="How often" name="every">
          {(control) => (
            <Select
              {...control}
              value={digest.every === 'day' ? 'day' : String(digest.weekday)}
              options={rhythms}
              onChange={({ target: { value } }) => set(value === 'day' ? { every: 'day' } : { every: 'week', weekday: Number(value) })}
            />
          )}
        </Field>
        <Field label="At" name="hour">
          {(control) => (
            <Select
              {...control}
              value={String(digest.hour)}
              options={hours}
              onChange={({ target: { value } }) => set({ hour: Number(value) })}
            />
          )}
        </Field>
      </div>
      <p className="mt-2 text-muted text-xs">
        In your time zone, {timeZone.replaceAll('_', ' ')}.{!used && ' Nothing goes in it yet: choose it for a group above.'}
      </p>
    </Section>
  );
}

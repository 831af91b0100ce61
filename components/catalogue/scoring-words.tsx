import type { ReactNode } from 'react';
import { LevelMark } from '#components/ui/level-mark.tsx';

const steps: readonly { title: string; body: ReactNode }[] = [
  {
    title: 'Likelihood starts with the threat',
    body: 'Each threat has a base from 1 to 5. An isolated asset is one less likely to be hit, one open to partners one more, a public one two more.',
  },
  {
    title: 'Impact starts with the asset',
    body: 'It is the asset’s criticality. Where the threat affects confidentiality, it is at least 2 for internal, 4 for confidential and 5 for restricted data.',
  },
  {
    title: 'A person may set either by hand',
    body: 'With a reason. The computed value is kept beside it.',
  },
  {
    title: 'Controls take something off',
    body: 'A verified safeguard takes the strength of its control off the likelihood or the impact, an implemented one takes one less, a planned one nothing. At most 3 come off each, and neither falls below 1.',
  },
  {
    title: 'Signals put a floor under it',
    body: 'While a signal is open, the likelihood that is left is at least 3 for a medium one, 4 for a high one and 5 for a critical one.',
  },
  {
    title: 'The matrix gives the level',
    body: 'By the likelihood and the impact that are left. An asset’s level at a stage is that of its worst risk there.',
  },
  {
    title: 'What nobody looked at is never green',
    body: (
      <>
        A risk that was never assessed is <LevelMark state="unassessed" />; a low or medium one whose assessment or evidence has expired is{' '}
        <LevelMark state="stale" />; one that is borne until a day is <LevelMark state="accepted" />.
      </>
    ),
  },
];

/** How a level comes about, in plain words. */
export function ScoringWords() {
  return (
    <ol className="flex flex-col gap-3 text-sm">
      {steps.map(({ title, body }, at) => (
        <li key={title} className="grid grid-cols-[1.5rem_minmax(0,1fr)]">
          <span className="text-faint tabular-nums">{at + 1}</span>
          <div>
            <p className="font-medium">{title}</p>
            <p className="text-muted">{body}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

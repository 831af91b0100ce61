'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import type { Risk } from '#lib/risks/register/page/schema.ts';
import { type StepWords, stateWords, stepWords } from './step-words.ts';

type Values = { likelihood: number | null; impact: number | null };

/** How the level came about, step by step, with likelihood and impact after each. */
export function WhyLevel({ risk }: { risk: Risk }) {
  const { timeZone, locale } = useViewing();
  const day = (moment: string) => formatDay(new Date(moment), timeZone, locale);
  const at = new Date();
  const states = stateWords(risk, day, at);
  if (risk.steps.length === 0)
    return (
      <p className="max-w-[72ch] text-muted text-sm">
        {risk.applies
          ? 'It is being scored; look again in a moment.'
          : 'The threat no longer applies here, so nothing is computed. What was stands in the history.'}
      </p>
    );
  return (
    <ol className="max-w-3xl text-sm">
      {risk.steps.map((step, index) => {
        const before = risk.steps[index - 1];
        return (
          <Rung
            key={`${step.step}${'control' in step ? step.control : ''}${'of' in step ? step.of : ''}`}
            words={stepWords(step, risk, day, at)}
            values={step}
            before={before ?? { likelihood: null, impact: null }}
          />
        );
      })}
      {states.map((words) => (
        <Rung key={words.title} words={words} />
      ))}
      <li className="flex items-center justify-between gap-4 border-t py-2.5 font-medium">
        <span>Shown as</span>
        <LevelMark state={risk.level} />
      </li>
    </ol>
  );
}

function Rung({ words, values, before }: { words: StepWords; values?: Values; before?: Values }) {
  return (
    <li className="flex items-start justify-between gap-4 border-t py-2 first:border-t-0">
      <div className="min-w-0">
        <p className="font-medium">{words.title}</p>
        <p className="text-muted">{words.detail}</p>
        {words.grounds.map((ground) => (
          <p key={ground} className="break-words text-muted text-xs">
            {ground}
          </p>
        ))}
      </div>
      {values && before && (
        <p className="grid shrink-0 grid-cols-[2rem_1.25rem_2rem] items-center justify-items-center tabular-nums">
          <Value name="Likelihood" value={values.likelihood} before={before.likelihood} />
          <span aria-hidden="true" className="text-faint">
            ×
          </span>
          <Value name="Impact" value={values.impact} before={before.impact} />
        </p>
      )}
    </li>
  );
}

/** A value after a step; one that the step moved stands out, with which way. */
function Value({ name, value, before }: { name: string; value: number | null; before: number | null }) {
  const moved = value !== null && value !== before;
  const Arrow = moved && before !== null ? (value > before ? ArrowUp : ArrowDown) : null;
  return (
    <span className={classNames('relative', moved ? 'font-semibold text-ink' : 'text-faint')}>
      <span className="sr-only">{name} </span>
      {Arrow && <Arrow aria-hidden="true" className="absolute top-1 right-full mr-0.5 size-3" />}
      {value ?? '–'}
      {moved && before !== null && <span className="sr-only">, was {before}</span>}
    </span>
  );
}

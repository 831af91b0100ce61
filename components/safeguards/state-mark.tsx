import { classNames } from '#components/ui/class-names.ts';
import { type SafeguardState, safeguardStateLabels } from '#lib/risks/safeguards/rules.ts';

const colours: Record<SafeguardState, string> = {
  planned: 'text-unassessed',
  implemented: 'text-muted',
  verified: 'text-low',
  not_applicable: 'text-faint',
};

const words: Record<SafeguardState, string> = {
  planned: 'text-muted',
  implemented: 'text-ink',
  verified: 'text-low-ink',
  not_applicable: 'text-muted',
};

const shield = 'M7 .9 12.3 2.8V6.6c0 3.1-2.2 5.3-5.3 6.5-3.1-1.2-5.3-3.4-5.3-6.5V2.8z';

function Shape({ state }: { state: SafeguardState }) {
  switch (state) {
    case 'planned':
      return <path d={shield} fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="2 1.7" />;
    case 'implemented':
      return (
        <>
          <path d={shield} fill="none" stroke="currentColor" strokeWidth="1.3" />
          <path d="M7 .9v12.2C3.9 11.9 1.7 9.7 1.7 6.6V2.8z" fill="currentColor" />
        </>
      );
    case 'verified':
      return (
        <>
          <path d={shield} fill="currentColor" />
          <path d="M4.4 6.9 6.3 8.8 9.7 5.1" fill="none" stroke="var(--color-surface)" strokeWidth="1.5" strokeLinecap="round" />
        </>
      );
    case 'not_applicable':
      return (
        <path d="M3.1 10.9 10.9 3.1M12.5 7a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z" fill="none" stroke="currentColor" strokeWidth="1.2" />
      );
  }
}

/** The shape alone, for menus and charts that carry the word themselves: an outlined shield, a half, a whole with its tick, a crossed circle. */
export function StateShape({ state, className }: { state: SafeguardState; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" className={classNames('size-3.5 shrink-0', colours[state], className)}>
      <Shape state={state} />
    </svg>
  );
}

/** How far a safeguard is, as shape and word. */
export function StateMark({ state }: { state: SafeguardState }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <StateShape state={state} />
      <span className={words[state]}>{safeguardStateLabels[state]}</span>
    </span>
  );
}

import { classNames } from './class-names.ts';

/** The seven states a risk can be seen in, and `none` where no threat applies. The first four are ordered by severity; the rest say something about the assessment. */
export type LevelState = 'critical' | 'high' | 'medium' | 'low' | 'unassessed' | 'stale' | 'accepted' | 'none';

export const levelWords: Record<LevelState, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unassessed: 'Unassessed',
  stale: 'Stale',
  accepted: 'Accepted',
  none: 'No threats',
};

const colours: Record<LevelState, string> = {
  critical: 'text-critical',
  high: 'text-high',
  medium: 'text-medium',
  low: 'text-low',
  unassessed: 'text-unassessed',
  stale: 'text-unassessed',
  accepted: 'text-unassessed',
  none: 'text-faint',
};

const words: Record<LevelState, string> = {
  critical: 'text-critical-ink font-medium',
  high: 'text-high-ink',
  medium: 'text-medium-ink',
  low: 'text-low-ink',
  unassessed: 'text-muted',
  stale: 'text-muted',
  accepted: 'text-muted',
  none: 'text-muted',
};

function Shape({ state }: { state: LevelState }) {
  switch (state) {
    case 'critical':
      return <path d="M7 .8 13.2 7 7 13.2.8 7z" fill="currentColor" />;
    case 'high':
      return <path d="M7 1.3 13 12.2H1z" fill="currentColor" />;
    case 'medium':
      return <rect x="2" y="2" width="10" height="10" rx="1" fill="currentColor" />;
    case 'low':
      return <circle cx="7" cy="7" r="5.4" fill="currentColor" />;
    case 'unassessed':
      return (
        <g fill="none" stroke="currentColor">
          <circle cx="7" cy="7" r="5.5" strokeWidth="1.2" />
          <path d="M2.1 9.3 9.3 2.1M3.7 11.3 11.3 3.7M6.6 11.9 11.9 6.6" strokeWidth="1" />
        </g>
      );
    case 'stale':
      return <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 2.12" />;
    case 'none':
      return <path d="M4 7h6" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />;
    case 'accepted':
      return (
        <g fill="none" stroke="currentColor" strokeLinecap="round">
          <circle cx="7" cy="7" r="5.5" strokeWidth="1.3" />
          <path d="M7 4v3.2l2 1.2" strokeWidth="1.3" />
        </g>
      );
  }
}

/** The shape alone, for dense charts and menus that carry the word themselves. */
export function LevelShape({ state, className }: { state: LevelState; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" data-level-shape="" aria-hidden="true" className={classNames('size-3 shrink-0', colours[state], className)}>
      <Shape state={state} />
    </svg>
  );
}

/**
 * A risk level as colour, shape and word. `stale` draws the level's word with the dashed ring after it, because a stale level is still
 * that level; `acceptedUntil` does the same with a clock and the day.
 */
export function LevelMark({ state, stale, acceptedUntil }: { state: LevelState; stale?: boolean; acceptedUntil?: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <LevelShape state={state} />
      <span className={words[state]}>{levelWords[state]}</span>
      {stale && state !== 'stale' && (
        <span className="inline-flex" title="Stale: assessed too long ago">
          <LevelShape state="stale" />
          <span className="sr-only">, stale</span>
        </span>
      )}
      {acceptedUntil && (
        <span className="inline-flex" title={`Accepted until ${acceptedUntil}`}>
          <LevelShape state="accepted" />
          <span className="sr-only">, accepted until {acceptedUntil}</span>
        </span>
      )}
    </span>
  );
}

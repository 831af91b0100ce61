import { Badge, type Tone } from '#components/ui/badge.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { type AcceptanceState, stateLabels } from '#lib/risks/acceptances/rules.ts';

const tones: Record<AcceptanceState, Tone> = {
  requested: 'accent',
  // Never green: what is accepted is borne, not done.
  granted: 'neutral',
  refused: 'danger',
  withdrawn: 'neutral',
  revoked: 'warning',
  ended: 'neutral',
};

/** How an acceptance stands, in a word. */
export function StateBadge({ state }: { state: AcceptanceState }) {
  return (
    <Badge tone={tones[state]} icon={state === 'granted' ? <LevelShape state="accepted" /> : undefined}>
      {stateLabels[state]}
    </Badge>
  );
}

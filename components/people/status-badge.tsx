import { Badge, type Tone } from '#components/ui/badge.tsx';
import { type PersonStatus, personStatusLabels } from '#lib/access/users/rules.ts';

const tones: Record<PersonStatus, Tone> = { invited: 'accent', active: 'good', deactivated: 'neutral' };

/** Whether a person can sign in, by word and colour. */
export function StatusBadge({ status }: { status: PersonStatus }) {
  return <Badge tone={tones[status]}>{personStatusLabels[status]}</Badge>;
}

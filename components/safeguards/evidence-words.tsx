import { CalendarX2, FileCheck2, FileClock, FileQuestion } from 'lucide-react';
import { formatDay } from '#components/ui/time-format.ts';
import type { EvidenceStanding } from '#lib/risks/safeguards/rules.ts';

const looks = {
  none: { Icon: FileQuestion, className: 'text-muted' },
  current: { Icon: FileCheck2, className: 'text-ink' },
  expiring: { Icon: FileClock, className: 'text-medium-ink' },
  expired: { Icon: CalendarX2, className: 'text-critical-ink' },
} as const;

export interface EvidenceWordsProps {
  standing: EvidenceStanding;
  /** Pieces; null for what is inherited, whose evidence lies elsewhere. */
  pieces: number | null;
  /** ISO 8601; null where it never expires. */
  until: string | null;
  timeZone: string;
}

/** "2 pieces, until 3 Dec 2026" */
export function evidenceText({ standing, pieces, until, timeZone }: EvidenceWordsProps): string {
  if (standing === 'none') return 'None';
  const count = pieces === null ? 'At its source' : `${pieces} ${pieces === 1 ? 'piece' : 'pieces'}`;
  if (until === null) return count;
  const day = formatDay(new Date(until), timeZone);
  return standing === 'expired' ? `${count}, expired ${day}` : `${count}, until ${day}`;
}

/** What a safeguard rests on and until when, as shape and words. */
export function EvidenceWords(props: EvidenceWordsProps) {
  const { Icon, className } = looks[props.standing];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`}>
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      {evidenceText(props)}
    </span>
  );
}

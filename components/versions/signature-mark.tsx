import { BadgeCheck, CircleDashed, FileQuestion, ShieldAlert } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

export type SignatureState = 'unknown' | 'unsigned' | 'unverified' | 'verified';

const looks = {
  verified: { label: 'Verified', tone: 'good', Icon: BadgeCheck },
  unverified: { label: 'Signed, not verified', tone: 'warning', Icon: ShieldAlert },
  unsigned: { label: 'Not signed', tone: 'neutral', Icon: CircleDashed },
  unknown: { label: 'Unknown', tone: 'neutral', Icon: FileQuestion },
} as const;

export const signatureLabels: Record<SignatureState, string> = {
  unknown: looks.unknown.label,
  unsigned: looks.unsigned.label,
  unverified: looks.unverified.label,
  verified: looks.verified.label,
};

/** How a version's signature stands; only a verified one is good. */
export function SignatureMark({ state }: { state: SignatureState }) {
  const { label, tone, Icon } = looks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label}
    </Badge>
  );
}

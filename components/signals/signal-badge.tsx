import { Radio } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

/** Beside an asset's name while signals hold its risks up. */
export function SignalBadge({ open }: { open: number }) {
  if (open === 0) return null;
  return (
    <Badge tone="danger" icon={<Radio aria-hidden="true" />}>
      {open === 1 ? '1 signal' : `${open} signals`}
    </Badge>
  );
}

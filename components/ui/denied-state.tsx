import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.tsx';

export interface DeniedStateProps {
  /** What was wanted: "create assets". */
  action?: string;
  /** Who could: "A team lead or an administrator". */
  whoCan?: string;
  actions?: ReactNode;
  size?: 'page' | 'part';
}

/** The viewer may not do or see this: which right is missing and who can give it. Never says whether a hidden thing exists. */
export function DeniedState({ action, whoCan = 'An administrator', actions, size = 'page' }: DeniedStateProps) {
  return (
    <EmptyState size={size} icon={<Lock />} title={action ? `You may not ${action}` : 'You may not see this page'} actions={actions}>
      Your role does not include it. {whoCan} can give you the right; it takes effect at once.
    </EmptyState>
  );
}

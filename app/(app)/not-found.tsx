import { Compass } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

export default function NotFound() {
  return (
    <EmptyState
      size="page"
      icon={<Compass />}
      title="This could not be found"
      actions={<LinkButton href="/">Go to the overview</LinkButton>}
    >
      It does not exist, or it lies outside the teams you belong to.
    </EmptyState>
  );
}

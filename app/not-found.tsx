import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main>
      <EmptyState
        size="page"
        icon={<Compass />}
        title="There is nothing here"
        actions={<LinkButton href="/">Go to the overview</LinkButton>}
      >
        The address is mistyped, or what stood here was moved.
      </EmptyState>
    </main>
  );
}

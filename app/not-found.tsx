import type { Metadata } from 'next';
import { buttonClasses } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main>
      <EmptyState
        size="page"
        title="There is nothing here"
        actions={
          <a href="/" className={buttonClasses()}>
            Go to the overview
          </a>
        }
      >
        The address is mistyped, or what stood here was moved.
      </EmptyState>
    </main>
  );
}

import { Compass } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

/** Next gives this page no title where a layout below did not find its asset; React lifts this one into the head. */
export default function NotFound() {
  return (
    <>
      <title>Not found · Gatehouse</title>
      <EmptyState
        size="page"
        icon={<Compass />}
        title="This could not be found"
        actions={<LinkButton href="/">Go to the overview</LinkButton>}
      >
        It does not exist, or it lies outside the teams you belong to.
      </EmptyState>
    </>
  );
}

import { Users } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

/** Stands where something would be put into a team, for whoever may do it in every team while there is none. */
export function NoOpenTeam() {
  return (
    <EmptyState
      size="page"
      icon={<Users />}
      title="There is no team yet"
      actions={
        <LinkButton href="/teams" variant="primary">
          Teams
        </LinkButton>
      }
    >
      Every asset belongs to a team, which decides who sees it. Make one first; those that are archived take no assets.
    </EmptyState>
  );
}

import { Boxes } from 'lucide-react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

/** What stands in the place of a page about assets for somebody who is in no team, under the page's title. */
export function NoTeam({ title }: { title: string }) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        size="page"
        icon={<Boxes />}
        title="You are not in a team yet"
        actions={
          <LinkButton href="/access/requests/new" variant="primary">
            Ask for access
          </LinkButton>
        }
      >
        Assets belong to teams. Ask for access to the team you work with; its assets appear here once you are in.
      </EmptyState>
    </>
  );
}

import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { PageHeader } from '#components/layout/page-header.tsx';
import { listInput } from '#components/people/list-input.ts';
import { PeopleList } from '#components/people/people-list.tsx';
import { personDefinition } from '#components/people/person-definition.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { toSavedView } from '#components/views/saved-views.ts';
import { canEverywhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { peopleListOperations } from '#lib/access/users/list/procedures.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';

export const metadata: Metadata = { title: 'People' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PeoplePage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canEverywhere(actor, 'person.read'))
    return (
      <>
        <PageHeader title="People" />
        <DeniedState
          action="see the list of people"
          actions={
            <>
              <LinkButton href={`/people/${actor.id}`}>Your own page</LinkButton>
              <LinkButton href="/teams">Your teams</LinkButton>
            </>
          }
        />
      </>
    );
  const state = parseListState(await searchParams, personDefinition);
  const context = await pageContext();
  const [{ views }, names] = await Promise.all([
    call(viewOperations.list, { list: 'people' }, { context }),
    call(peopleListOperations.names, {}, { context }),
  ]);
  const loaded = await call(peopleListOperations.list, listInput(state), { context }).then(
    (page) => ({ page, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, error: toAppError(error, context.requestId) }),
  );
  const fields = loaded.error?.details.fields ?? {};
  if (state.cursor && (fields['after'] || fields['before'])) redirect(listHref('/people', { ...state, cursor: null }, personDefinition));
  return (
    <PeopleList
      state={state}
      rows={loaded.page.rows}
      page={loaded.page}
      names={names}
      views={views.map(toSavedView)}
      mayManage={canEverywhere(actor, 'person.manage')}
      error={
        loaded.error && (loaded.error.code === 'invalid' ? 'This address asks for what the list does not have.' : loaded.error.message)
      }
      refused={loaded.error?.code === 'invalid'}
    />
  );
}

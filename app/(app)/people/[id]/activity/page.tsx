import { call } from '@orpc/server';
import { notFound } from 'next/navigation';
import { PersonActivity } from '#components/people/person-activity.tsx';
import { isRefusal, missing, pageContext } from '#lib/access/request.ts';
import { personOperations } from '#lib/access/users/page/procedures.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PersonActivityPage({ params, searchParams }: Props) {
  const { id } = await params;
  const of = (await searchParams)['of'] === 'on' ? 'on' : 'by';
  const first = await call(personOperations.activity, { id, of }, { context: await pageContext() }).catch((error: unknown) =>
    isRefusal(error, 'forbidden') ? notFound() : missing(error),
  );
  // After a change the first page is another one: older pages that were loaded to the former would not follow it.
  return <PersonActivity key={`${of} ${first.entries[0]?.id}`} id={id} of={of} first={first} />;
}

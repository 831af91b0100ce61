import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { RequestForm } from '#components/access/request-form.tsx';
import { pageContext } from '#lib/access/request.ts';
import { teamOperations } from '#lib/access/teams/procedures.ts';

export const metadata: Metadata = { title: 'Ask for access' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewRequestPage({ searchParams }: Props) {
  const { team } = await searchParams;
  const { teams } = await call(teamOperations.names, {}, { context: await pageContext() });
  return (
    <>
      <h2 className="mb-4 font-semibold text-base">Ask for access</h2>
      <RequestForm team={teams.find((each) => each.id === team) ?? null} />
    </>
  );
}

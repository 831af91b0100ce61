import { call } from '@orpc/server';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { TeamHeader } from '#components/teams/team-header.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { heldTeamOperations } from '#lib/composition.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

const teamOf = async (id: string) => call(heldTeamOperations.get, { id }, { context: await pageContext() }).catch(missing);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: (await teamOf(id)).name };
}

export default async function TeamLayout({ params, children }: Props) {
  const { id } = await params;
  return (
    <>
      <TeamHeader team={await teamOf(id)} />
      {children}
    </>
  );
}

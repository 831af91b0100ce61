import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cache, type ReactNode } from 'react';
import { PersonActions } from '#components/people/person-actions.tsx';
import { PersonHeader } from '#components/people/person-header.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { personOperations } from '#lib/access/users/page/procedures.ts';
import { leavingOperations } from '#lib/composition.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

const personOf = cache(async (id: string) => call(personOperations.get, { id }, { context: await pageContext() }).catch(missing));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: (await personOf(id)).name };
}

export default async function PersonLayout({ params, children }: Props) {
  const { id } = await params;
  const actor = await requireActor();
  const person = await personOf(id);
  const belongings = person.may.manage ? await call(leavingOperations.belongings, { id }, { context: await pageContext() }) : null;
  return (
    <>
      <PersonHeader
        person={person}
        listed={canEverywhere(actor, 'person.read')}
        actions={<PersonActions person={person} belongings={belongings} />}
      />
      {children}
    </>
  );
}

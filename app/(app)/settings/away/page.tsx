import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { AwayForm } from '#components/reviews/away-form.tsx';
import { AwayList } from '#components/reviews/away-list.tsx';
import { Section } from '#components/settings/section.tsx';
import { pageContext } from '#lib/access/request.ts';
import { delegationOperations } from '#lib/reviews/delegations/procedures.ts';

export const metadata: Metadata = { title: 'Away' };

export default async function AwayPage() {
  const delegations = await call(delegationOperations.list, {}, { context: await pageContext() });
  return (
    <Section
      title="While you are away"
      description="Reviews that wait for you, and those that come meanwhile, go to somebody else: those that they may decide on. When you are back, what they have not decided comes back to you."
    >
      <AwayList delegations={delegations} />
      <AwayForm />
    </Section>
  );
}

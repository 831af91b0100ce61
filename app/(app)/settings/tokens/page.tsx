import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { TokenSection } from '#components/tokens/token-section.tsx';
import { UsingTokens } from '#components/tokens/using-tokens.tsx';
import { permissionNames } from '#lib/access/permissions.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { tokenOperations } from '#lib/access/tokens/procedures.ts';
import { env } from '#lib/platform/env.ts';

export const metadata: Metadata = { title: 'Tokens' };

export default async function TokensPage() {
  const actor = await requireActor();
  const { tokens } = await call(tokenOperations.list, {}, { context: await pageContext() });
  return (
    <div className="flex max-w-6xl flex-col gap-10">
      <TokenSection
        tokens={tokens}
        serviceAccountId={null}
        grantable={permissionNames.filter((permission) => canSomewhere(actor, permission))}
        why="Greyed scopes are permissions that you do not hold."
        description="A token lets a script act as you, within the scopes you choose. For anything that should outlast you, use a team’s service account."
        empty="A token lets a script of yours call the API in your name, within the scopes that you choose and until the day that you choose."
      />
      <UsingTokens origin={env().GATEHOUSE_URL} perMinute={env().GATEHOUSE_RATE_LIMIT} />
    </div>
  );
}

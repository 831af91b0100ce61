import { KeyRound } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Provider } from '#lib/access/sso/schema.ts';

/** The providers of the organisation, each with what is set about it. */
export function ProviderList({ providers }: { providers: readonly Provider[] }) {
  if (providers.length === 0)
    return (
      <div className="rounded-md ring-1 ring-line ring-inset">
        <EmptyState
          icon={<KeyRound />}
          title="No provider yet"
          actions={
            <LinkButton href="/settings/single-sign-on/new" variant="primary">
              Add provider
            </LinkButton>
          }
        >
          Any provider that speaks OpenID Connect: Keycloak, Entra ID, Okta, Google Workspace, and others.
        </EmptyState>
      </div>
    );
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y rounded-md ring-1 ring-line ring-inset">
        {providers.map((provider) => (
          <li key={provider.key} className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2.5 hover:bg-hover">
            <div className="min-w-0 flex-1 basis-60 text-sm">
              <Link
                href={`/settings/single-sign-on/${provider.key}`}
                className="focus-ring rounded-sm font-medium after:absolute after:inset-0 hover:underline hover:underline-offset-2"
              >
                {provider.name}
              </Link>
              <p className="truncate text-muted text-xs">{provider.issuer}</p>
            </div>
            <div className="flex flex-wrap items-center gap-1.5">
              {stateOf(provider)}
              {provider.createsPeople && <Badge>Creates accounts</Badge>}
              {provider.enforcesSecondFactor && <Badge>Second factor</Badge>}
              {provider.mappings.length > 0 && <Badge>{counted(provider.mappings.length, 'mapping')}</Badge>}
              <span className="text-muted text-xs">{counted(provider.people, 'person', 'people')}</span>
            </div>
          </li>
        ))}
      </ul>
      <LinkButton href="/settings/single-sign-on/new" className="self-start">
        Add provider
      </LinkButton>
    </div>
  );
}

function stateOf(provider: Provider) {
  if (provider.overruled) return <Badge tone="warning">Overridden by the environment</Badge>;
  if (!provider.enabled) return <Badge tone="warning">Off</Badge>;
  return provider.fromEnvironment ? <Badge tone="accent">From the environment</Badge> : null;
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

'use client';

import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { useHydrated } from '#components/access/use-hydrated.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { SignInProvider } from '#lib/access/sso/schema.ts';
import { request } from '#lib/client.ts';

export interface ProviderButtonsProps {
  providers: readonly SignInProvider[];
  /** Where to go afterwards: a path of this site. */
  next: string;
  /** Has the provider ask who is there, even if it knows. */
  again?: boolean;
  /** The token of an invitation that is taken by signing in; read when the button is pressed. */
  invitation?: () => string | undefined;
}

/** A button for each provider: it leads to the provider's page, which leads back. */
export function ProviderButtons({ providers, next, again = false, invitation }: ProviderButtonsProps) {
  const hydrated = useHydrated();
  const [going, setGoing] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function go(provider: string) {
    if (going) return;
    setGoing(provider);
    setFailure(null);
    try {
      const { url } = await begun(request('POST /sign-in/single-sign-on', { provider, next, again, invitation: invitation?.() }));
      window.location.assign(url);
    } catch (error) {
      setGoing(null);
      setFailure(error instanceof Error ? error.message : 'That did not work. Try again.');
    }
  }

  return (
    <div className="flex flex-col gap-2">
      {failure && <Callout tone="danger">{failure}</Callout>}
      {providers.map(({ key, name }) => (
        <Button
          key={key}
          busy={going === key}
          disabled={!hydrated || (going !== null && going !== key)}
          onClick={() => go(key)}
          icon={<LogIn aria-hidden="true" />}
          className="h-10! w-full"
        >
          <span className="truncate">Continue with {name}</span>
        </Button>
      ))}
    </div>
  );
}

/** What arrives of an operation that sends a cookie along is its body. */
export async function begun(sent: Promise<unknown>): Promise<{ url: string }> {
  return (await sent) as { url: string };
}

'use client';

import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import type { Findings } from '#lib/access/sso/schema.ts';
import { RequestError, request } from '#lib/client.ts';

/** Asks the issuer for its description of itself and shows what it says. */
export function ProviderTest({ issuer }: { issuer: string }) {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<{ issuer: string; findings: Findings | null; failure: string | null } | null>(null);

  async function test() {
    setBusy(true);
    try {
      setFound({ issuer, findings: await request('POST /settings/single-sign-on/test', { issuer }), failure: null });
    } catch (error) {
      const field = error instanceof RequestError ? error.details.fields?.issuer : undefined;
      setFound({ issuer, findings: null, failure: field ?? (error instanceof Error ? error.message : 'That did not work. Try again.') });
    } finally {
      setBusy(false);
    }
  }

  const shown = found?.issuer === issuer ? found : null;
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      <Button busy={busy} disabled={issuer.trim() === ''} onClick={test} className="self-start">
        Test this provider
      </Button>
      {shown?.failure && <Callout tone="danger">{shown.failure}</Callout>}
      {shown?.findings && <Found findings={shown.findings} />}
    </div>
  );
}

function Found({ findings }: { findings: Findings }) {
  return (
    <div className="flex flex-col gap-3 rounded-md p-3 ring-1 ring-line ring-inset">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck className="size-4 text-low-ink" aria-hidden="true" />
        This is an OpenID provider
      </p>
      <KeyValueList
        items={[
          { label: 'Sign-in page', value: findings.authorizationEndpoint },
          { label: 'Tokens', value: findings.tokenEndpoint },
          { label: 'Signs by', value: `${findings.algorithms.join(', ')} (${findings.keys} ${findings.keys === 1 ? 'key' : 'keys'})` },
          { label: 'PKCE', value: findings.pkce ? 'S256' : 'not announced' },
          { label: 'Scopes', value: findings.scopes.join(', ') },
          { label: 'Claims', value: findings.claims.join(', ') },
        ]}
      />
      {findings.remarks.map((remark) => (
        <Callout key={remark} tone="warning">
          {remark}
        </Callout>
      ))}
    </div>
  );
}

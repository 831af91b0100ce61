'use client';

import { Ban, Ellipsis, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { permissions } from '#lib/access/permissions.ts';
import { type TokenState, tokenStateLabels } from '#lib/access/tokens/rules.ts';
import type { Token } from '#lib/access/tokens/schema.ts';
import { RevokeDialog, RotateDialog } from './token-dialogs.tsx';

const tones: Record<TokenState, Tone> = { active: 'good', expires_soon: 'warning', expired: 'neutral', revoked: 'neutral' };
const columns = 'md:grid-cols-[minmax(10rem,1.3fr)_minmax(12rem,2fr)_7rem_minmax(8rem,1fr)_7.5rem_2rem]';

export interface TokenListProps {
  tokens: readonly Token[];
  /** Null for one's own tokens. */
  serviceAccountId: string | null;
  /** Where nobody makes or replaces one any more. */
  readOnly?: boolean;
}

/** Tokens with what they may do, until when, and when they were last used; those that no longer hold are folded away. */
export function TokenList({ tokens, serviceAccountId, readOnly }: TokenListProps) {
  const [asking, setAsking] = useState<{ what: 'rotate' | 'revoke'; token: Token } | null>(null);
  const holding = tokens.filter((token) => token.state === 'active' || token.state === 'expires_soon');
  const over = tokens.filter((token) => !holding.includes(token));
  const ask = readOnly ? undefined : (what: 'rotate' | 'revoke', token: Token) => setAsking({ what, token });
  const props = asking && { token: asking.token, serviceAccountId, onClose: () => setAsking(null) };
  return (
    <div className="flex flex-col gap-4">
      {holding.length > 0 && <Rows label="Active tokens" tokens={holding} ask={ask} />}
      {over.length > 0 && (
        <details>
          <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted text-sm hover:text-ink">
            {over.length === 1 ? '1 expired or revoked token' : `${over.length} expired or revoked tokens`}
          </summary>
          <div className="mt-3">
            <Rows label="Expired and revoked tokens" tokens={over} />
          </div>
        </details>
      )}
      {asking?.what === 'revoke' && props && <RevokeDialog {...props} />}
      {asking?.what === 'rotate' && props && <RotateDialog {...props} />}
    </div>
  );
}

function Rows({
  label,
  tokens,
  ask,
}: {
  label: string;
  tokens: readonly Token[];
  ask?: (what: 'rotate' | 'revoke', token: Token) => void;
}) {
  return (
    <div>
      <div aria-hidden="true" className={`grid gap-x-4 border-b pb-1.5 font-medium text-muted text-xs max-md:hidden ${columns}`}>
        <span>Token</span>
        <span>May</span>
        <span>Expires</span>
        <span>Last used</span>
        <span>State</span>
      </div>
      <ul aria-label={label} className="divide-y border-b max-md:border-t">
        {tokens.map((token) => (
          <li key={token.id} className={`relative grid items-start gap-x-4 gap-y-1.5 py-2.5 text-sm ${columns}`}>
            <div className="min-w-0 max-md:pr-10">
              <p className="break-words font-medium">{token.name}</p>
              <code className="text-muted text-xs">{token.hint}</code>
            </div>
            <Cell name="May">
              <Scopes token={token} />
            </Cell>
            <Cell name="Expires">
              <DayTime value={token.expiresAt} />
            </Cell>
            <Cell name="Last used">
              {token.lastUsedAt ? <RelativeTime value={token.lastUsedAt} /> : <span className="text-muted">Never</span>}
              {token.lastUsedAddress && <span className="block text-muted text-xs">from {token.lastUsedAddress}</span>}
            </Cell>
            <div>
              <Badge tone={tones[token.state]}>{tokenStateLabels[token.state]}</Badge>
            </div>
            {ask && (
              <div className="max-md:absolute max-md:top-2 max-md:right-0">
                <Menu
                  label={`Actions on ${token.name}`}
                  align="end"
                  trigger={(trigger) => (
                    <IconButton label={`Actions on ${token.name}`} {...trigger}>
                      <Ellipsis aria-hidden="true" />
                    </IconButton>
                  )}
                  entries={[
                    { id: 'rotate', label: 'Replace…', icon: <RefreshCw aria-hidden="true" />, onSelect: () => ask('rotate', token) },
                    {
                      id: 'revoke',
                      label: 'Revoke…',
                      icon: <Ban aria-hidden="true" />,
                      danger: true,
                      onSelect: () => ask('revoke', token),
                    },
                  ]}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-md:flex max-md:gap-2">
      <span className="shrink-0 text-muted md:sr-only max-md:w-20">{name}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}

/** The first of them in sight, the rest on request. */
function Scopes({ token }: { token: Token }) {
  const sentences = token.scopes.map((scope) => permissions[scope]);
  if (sentences.length <= 2) return <>{sentences.join('; ')}</>;
  return (
    <details>
      <summary className="focus-ring cursor-pointer rounded-sm">
        {sentences[0]} <span className="text-muted">and {sentences.length - 1} more</span>
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5 text-muted">
        {sentences.slice(1).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}

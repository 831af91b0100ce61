import type { ReactNode } from 'react';
import { Callout } from '#components/ui/callout.tsx';

export interface SignInWaysProps {
  /** Why single sign-on just ended without a session. */
  refused: string | null;
  providers: ReactNode;
  /** Providers are for everyone, the form is for administrators. */
  providersFirst: boolean;
  /** The form for mail and password. */
  children: ReactNode;
}

/** The ways in: what is one's own here, and the providers. Where the latter are required, they come first and the form is folded away. */
export function SignInWays({ refused, providers, providersFirst, children }: SignInWaysProps) {
  return (
    <div className="flex flex-col gap-4">
      {refused && <Callout tone="danger">{refused}</Callout>}
      {providersFirst ? (
        <>
          {providers}
          <details className="group">
            <summary className="focus-ring cursor-pointer rounded-sm text-center text-muted text-sm hover:text-ink">
              Administrators: sign in with a password
            </summary>
            <div className="pt-4">{children}</div>
          </details>
        </>
      ) : (
        <>
          {children}
          {providers && (
            <>
              <p className="flex items-center gap-3 text-faint text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                or
              </p>
              {providers}
            </>
          )}
        </>
      )}
    </div>
  );
}

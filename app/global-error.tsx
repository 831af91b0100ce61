'use client';

import './globals.css';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** The last resort, for pages that have no error page of their own. Its code comes with every page: it stays small. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Gatehouse could not answer</title>
        <main>
          <EmptyState size="page" title="Gatehouse could not answer" actions={<Button onClick={() => retry()}>Try again</Button>}>
            Nothing you did is lost. Try again; if it stays so, tell your administrator.
            {error.digest && (
              <p className="mt-2 text-xs">
                Reference <code>{error.digest}</code>
              </p>
            )}
          </EmptyState>
        </main>
      </body>
    </html>
  );
}

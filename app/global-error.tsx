'use client';

import './globals.css';
import { ErrorState } from '#components/ui/error-state.tsx';

export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Gatehouse</title>
        <main>
          <ErrorState size="page" title="Gatehouse could not answer" reference={error.digest} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}

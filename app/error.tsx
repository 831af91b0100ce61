'use client';

import { ErrorState } from '#components/ui/error-state.tsx';

export default function RootError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main>
      <ErrorState size="page" title="This page could not be loaded" reference={error.digest} onRetry={retry} />
    </main>
  );
}

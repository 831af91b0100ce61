'use client';

import { ErrorState } from '#components/ui/error-state.tsx';

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorState size="page" title="This page could not be loaded" reference={error.digest} onRetry={retry} />;
}

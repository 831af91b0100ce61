'use client';

import { RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

export interface ErrorStateProps {
  title?: string;
  children?: ReactNode;
  /** What to quote when asking for help: Next's digest or the request id. */
  reference?: string;
  onRetry?: () => void;
  size?: 'page' | 'part';
}

/** Something failed on our side: says so, keeps the person's place, and offers to try again. */
export function ErrorState({ title = 'This could not be loaded', children, reference, onRetry, size }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState
        size={size}
        icon={<TriangleAlert />}
        title={title}
        actions={
          onRetry && (
            <Button icon={<RefreshCw aria-hidden="true" />} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {children ?? 'Nothing you did is lost. Try again; if it stays so, tell your administrator.'}
        {reference && (
          <p className="mt-2 text-xs">
            Reference <code>{reference}</code>
          </p>
        )}
      </EmptyState>
    </div>
  );
}

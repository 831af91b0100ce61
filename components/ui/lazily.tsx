'use client';

import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** Stands in for a part whose code did not come: says so and offers the page anew, for a fetch that failed is not made again by itself. */
export function MissingPart() {
  return (
    <div
      role="alert"
      data-print="hide"
      className="fixed inset-x-3 bottom-14 z-50 flex items-center gap-3 rounded-md bg-raised px-3 py-2.5 text-sm shadow-float sm:left-auto sm:w-96"
    >
      <p className="min-w-0 flex-1">This part of the page could not be loaded. Is the network there?</p>
      <button
        type="button"
        className="focus-ring shrink-0 rounded-sm font-medium text-accent-ink underline underline-offset-2"
        onClick={() => window.location.reload()}
      >
        Reload
      </button>
    </div>
  );
}

/** Stands in for a part that the page can do without. */
export const Nothing = () => null;

/**
 * As React's `lazy`, for a part that a page can stand without: where its code does not come (no network, or a newer build took its place), the page
 * stays as it is, and `missing` is shown in its stead.
 */
export const lazily = <Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  missing: ComponentType = MissingPart,
): LazyExoticComponent<ComponentType<Props>> => lazy(() => load().catch(() => ({ default: missing as ComponentType<Props> })));

'use client';

import { useEffect, useState } from 'react';
import { request } from '#lib/client.ts';
import { isRunning } from '#lib/exchange/imports/rules.ts';
import type { ImportView } from '#lib/exchange/imports/schema.ts';

const everyMilliseconds = 1000;

/**
 * An import as it goes on: asked again each second while a job is at work on it, and left alone otherwise. `onSettled` is called when a job
 * has ended, so that the page can draw what came of it.
 */
export function usePolledImport(initial: ImportView, onSettled: () => void): [ImportView, (view: ImportView) => void] {
  const [view, setView] = useState(initial);
  const [seen, setSeen] = useState(initial);
  if (seen !== initial) {
    setSeen(initial);
    setView(initial);
  }
  const running = isRunning(view.status);
  useEffect(() => {
    if (!running) return;
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      // A moment without the server is no end of the import: the next question follows.
      const next = await request('GET /imports/{id}', { id: initial.id }, { signal: aborter.signal }).catch(() => null);
      if (aborter.signal.aborted) return;
      if (next) setView(next);
      if (next && !isRunning(next.status)) onSettled();
      else timer = setTimeout(ask, everyMilliseconds);
    };
    timer = setTimeout(ask, everyMilliseconds);
    return () => {
      aborter.abort();
      clearTimeout(timer);
    };
  }, [running, initial.id, onSettled]);
  return [view, setView];
}

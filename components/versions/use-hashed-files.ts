'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type HashedFile, hashFile, pathOf } from './hashed-file.ts';

/** So many are sent at once. */
const together = 2;

/**
 * Files that are hashed by the server as they are added, two at a time. Each can be cancelled, tried again and taken away; a file whose
 * path is there already replaces it.
 */
export function useHashedFiles() {
  const [files, setFiles] = useState<readonly HashedFile[]>([]);
  const bodies = useRef(new Map<string, File>());
  const running = useRef(new Map<string, AbortController>());

  const change = useCallback((path: string, fields: Partial<HashedFile>) => {
    setFiles((current) => current.map((file) => (file.path === path ? { ...file, ...fields } : file)));
  }, []);

  const run = useCallback(
    async (path: string, body: File) => {
      const aborter = new AbortController();
      running.current.set(path, aborter);
      change(path, { state: 'sending', progress: 0, failure: null });
      try {
        const sha256 = await hashFile(body, (progress) => change(path, { progress }), aborter.signal);
        change(path, { state: 'done', progress: 1, sha256 });
      } catch (error) {
        if (aborter.signal.aborted) change(path, { state: 'cancelled' });
        else change(path, { state: 'failed', failure: error instanceof Error ? error.message : String(error) });
      } finally {
        if (running.current.get(path) === aborter) running.current.delete(path);
      }
    },
    [change],
  );

  // Whenever one ends or is added, those that wait take the free places.
  useEffect(() => {
    const waiting = files.filter((file) => file.state === 'waiting' && !running.current.has(file.path));
    for (const { path } of waiting.slice(0, Math.max(0, together - running.current.size))) {
      const body = bodies.current.get(path);
      if (body) void run(path, body);
    }
  }, [files, run]);

  useEffect(() => {
    const all = running.current;
    return () => {
      for (const aborter of all.values()) aborter.abort();
    };
  }, []);

  const add = useCallback((added: readonly File[]) => {
    for (const file of added) {
      running.current.get(pathOf(file))?.abort();
      bodies.current.set(pathOf(file), file);
    }
    const fresh = new Map(added.map((file) => [pathOf(file), waitingFile(file)]));
    setFiles((current) => [...current.filter((file) => !fresh.has(file.path)), ...fresh.values()]);
  }, []);

  const cancel = useCallback((path: string) => {
    const aborter = running.current.get(path);
    if (aborter) aborter.abort();
    else setFiles((current) => current.map((file) => (file.path === path ? { ...file, state: 'cancelled' } : file)));
  }, []);

  const remove = useCallback((path: string) => {
    running.current.get(path)?.abort();
    bodies.current.delete(path);
    setFiles((current) => current.filter((file) => file.path !== path));
  }, []);

  const retry = useCallback((path: string) => change(path, { state: 'waiting', progress: 0, failure: null }), [change]);
  return { files, add, cancel, remove, retry };
}

const waitingFile = (file: File): HashedFile => ({
  path: pathOf(file),
  size: file.size,
  state: 'waiting',
  progress: 0,
  sha256: null,
  failure: null,
});

/** For tests on a real database: an import from file to end, with its jobs run here and now. */
import { call } from '@orpc/server';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf } from '#lib/access/testing.ts';
import { applyImport } from './applying.ts';
import { importOperations } from './procedures.ts';
import { readImport } from './reading.ts';
import type { ImportRowsInput, ImportRowView, ImportView } from './schema.ts';

export const uploadOf = (content: string | Uint8Array | Iterable<string | Uint8Array>) => {
  const pieces = (typeof content === 'string' || content instanceof Uint8Array ? [content] : content)[Symbol.iterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
    },
  });
  return { stream, size: null, sha256: null };
};

/** Uploads and reads a file. */
export async function previewOf(
  actor: Actor,
  teamId: string,
  fileName: string,
  content: Parameters<typeof uploadOf>[0],
): Promise<ImportView> {
  const { id } = await call(importOperations.start, { teamId, fileName }, { context: { ...contextOf(actor), upload: uploadOf(content) } });
  await readImport({ ids: { importId: id, actorId: actor.id }, lastAttempt: true });
  return viewOf(actor, id);
}

export const viewOf = (actor: Actor, id: string): Promise<ImportView> => call(importOperations.get, { id }, { context: contextOf(actor) });

export async function rowsOf(actor: Actor, id: string, more: Partial<ImportRowsInput> = {}): Promise<ImportRowView[]> {
  return (await call(importOperations.rows, { id, limit: 200, ...more }, { context: contextOf(actor) })).rows;
}

/** Confirms the guessed columns of a CSV where it waits for that. */
export async function readByGuess(actor: Actor, view: ImportView, defaults: { kind?: 'model' | 'dataset' } = {}): Promise<ImportView> {
  if (view.status !== 'mapping' || !view.csv) return view;
  const { delimiter, guesses } = view.csv;
  const columns = guesses.map(({ header, target }) => ({ header, target }));
  await call(importOperations.read, { id: view.id, csvMapping: { delimiter, columns, defaults } }, { context: contextOf(actor) });
  await readImport({ ids: { importId: view.id, actorId: actor.id }, lastAttempt: true });
  return viewOf(actor, view.id);
}

export async function applied(actor: Actor, id: string): Promise<ImportView> {
  await call(importOperations.apply, { id }, { context: contextOf(actor) });
  await applyImport({ ids: { importId: id, actorId: actor.id }, lastAttempt: true });
  return viewOf(actor, id);
}

/** The whole way, from file to inventory. */
export async function imported(
  actor: Actor,
  teamId: string,
  fileName: string,
  content: Parameters<typeof uploadOf>[0],
): Promise<ImportView> {
  const view = await readByGuess(actor, await previewOf(actor, teamId, fileName, content));
  if (view.status !== 'preview') throw new Error(`${fileName} is ${view.status}: ${view.error ?? ''}`);
  return applied(actor, view.id);
}

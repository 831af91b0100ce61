import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '#lib/reference.ts';
import { type ReferenceOperation, readDocument } from './read-document.ts';

/** Every operation with its permission, written by hand. */
const expected = readFileSync(new URL('../../lib/operations.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .sort();

let document: Awaited<ReturnType<typeof openApiDocument>>;
let operations: ReferenceOperation[];

beforeAll(async () => {
  document = await openApiDocument();
  operations = readDocument(document).flatMap((section) => section.operations);
});

test('the document is OpenAPI 3.1 and the reference page shows every operation with its permission', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(operations.map(({ method, path, permission }) => `${method} ${path},${permission}`).sort()).toEqual(expected);
});

test('each says in a sentence what it does, under a heading of its own, and what a refusal looks like', () => {
  expect(readDocument(document).map((section) => section.tag)).not.toContain('Other');
  for (const operation of operations) expect(operation.summary, operation.id).toMatch(/^[A-Z]/);
  for (const path of Object.values(document.paths ?? {}))
    for (const operation of Object.values(path ?? {}))
      expect(operation).toMatchObject({ responses: { default: { $ref: '#/components/responses/Refusal' } } });
});

test('no path parameter is left out', () => {
  for (const { path, input, id } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      input.filter((field) => field.place === 'path').map((field) => field.name),
      id,
    ).toEqual(named);
  }
});

test('each says by what it may be called: a session, a token, or nothing at all', () => {
  const { securitySchemes } = document.components ?? {};
  expect(securitySchemes).toMatchObject({ session: { type: 'apiKey', in: 'cookie' }, token: { type: 'http', scheme: 'bearer' } });
  expect(document.security).toEqual([{ session: [] }, { token: [] }]);
  const securityOf = (path: string, method: 'get' | 'post') => document.paths?.[path]?.[method]?.security;
  expect(securityOf('/assets', 'get')).toBeUndefined();
  expect(securityOf('/account/tokens', 'post')).toEqual([{ session: [] }]);
  expect(securityOf('/setup', 'post')).toEqual([]);
});

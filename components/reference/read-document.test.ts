import { expect, test } from 'vitest';
import { readDocument, typeOf } from './read-document.ts';

test('an operation is read with its permission, fields and answer', () => {
  const id = { type: 'string', format: 'uuid' };
  const [section] = readDocument({
    paths: {
      '/assets/{id}': {
        patch: {
          summary: 'Edit an asset',
          tags: ['Assets'],
          'x-permission': 'asset.edit',
          parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
          requestBody: {
            content: { 'application/json': { schema: { properties: { name: { type: 'string', maxLength: 200 } }, required: ['name'] } } },
          },
          responses: { 200: { content: { 'application/json': { schema: { properties: { id } } } } }, default: {} },
        },
      },
    },
  });
  expect(section).toMatchObject({ tag: 'Assets', operations: [{ method: 'PATCH', permission: 'asset.edit', status: '200' }] });
  expect(section?.operations[0]?.input).toEqual([
    { name: 'id', place: 'path', required: true, type: 'id', bounds: '' },
    { name: 'name', place: 'body', required: true, type: 'text', bounds: 'at most 200 characters' },
  ]);
  expect(section?.operations[0]?.output.map((field) => field.name)).toEqual(['id']);
});

test.each([
  [{ enum: ['a', 'b'] }, 'one of a, b'],
  [{ type: 'array', items: { type: 'integer' } }, 'list of whole number'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'text or null'],
  [{ type: 'string', format: 'date-time' }, 'date and time'],
])('%j in words', (schema, words) => {
  expect(typeOf(schema)).toBe(words);
});

import { call, ORPCError } from '@orpc/server';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { AppError } from '#lib/platform/errors.ts';
import type { Role } from './permissions.ts';
import type { Actor } from './policy.ts';
import { type Context, errorBody, operation, statusOf, toAppError } from './procedure.ts';

vi.mock('#lib/platform/log.ts', () => ({ log: { error: vi.fn(), warn: vi.fn() } }));

const member: Role = { key: 'member', scope: 'organisation', name: 'Member', permissions: [], kinds: [] };
const actor: Actor = {
  id: 'a',
  type: 'person',
  name: 'A',
  email: 'a@example.org',
  orgRole: member,
  timeZone: 'UTC',
  locale: 'en-GB',
  sessionId: 's',
  confirmedAt: new Date(),
  token: null,
  memberships: [],
};
const context = (who: Actor | null): Context => ({ actor: who, requestId: 'r-1', address: null });
const handler = vi.fn(async () => ({ done: true }));
const build = (permission: 'anyone' | 'signed-in' | 'asset.edit') =>
  operation(
    'POST /test',
    {
      permission,
      tag: 'Test',
      summary: 'Test',
      input: z.strictObject({ name: z.string('Name it.').min(1, 'Name it.') }),
      output: z.object({ done: z.boolean() }),
    },
    handler,
  );

test('an operation without a permission is a type error, and one with an unknown permission too', () => {
  const rest = { tag: 'Test', summary: 'Test', input: z.void(), output: z.void() };
  // @ts-expect-error The permission is missing: this line holds the promise that it cannot be forgotten.
  operation('GET /test', rest, async () => undefined);
  // @ts-expect-error There is no such permission.
  operation('GET /test', { ...rest, permission: 'asset.destroy' }, async () => undefined);
  expect(build('asset.edit')['~orpc'].meta).toEqual({ permission: 'asset.edit' });
});

test('who it is comes first, then the permission, then the input, then the work', async () => {
  handler.mockClear();
  const wrong = { name: '' };
  await expect(call(build('asset.edit'), wrong, { context: context(null) })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(call(build('signed-in'), wrong, { context: context(null) })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(call(build('asset.edit'), wrong, { context: context(actor) })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(call(build('signed-in'), wrong, { context: context(actor) })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(call(build('anyone'), wrong, { context: context(null) })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(handler).not.toHaveBeenCalled();
  expect(await call(build('anyone'), { name: 'x' }, { context: context(null) })).toEqual({ done: true });
});

test('wrong input is told by field, the first finding of each', async () => {
  const error = await call(build('anyone'), { name: '', more: 1 } as { name: string }, { context: context(null) }).catch(
    (thrown: unknown) => thrown,
  );
  const told = toAppError(error, 'r-1');
  expect(statusOf(told)).toBe(422);
  expect(errorBody(told, 'r-1')).toMatchObject({ code: 'invalid', fields: { name: 'Name it.' }, requestId: 'r-1' });
});

const databaseError = (code: string) => Object.assign(new Error('relation "secret_table" does not exist'), { code });

const prismaError = (originalCode: string) =>
  Object.assign(new Error('secret_table'), { code: 'P2039', meta: { driverAdapterError: { cause: { originalCode } } } });

test.each([
  ['a refusal of ours', new AppError('conflict', 'Somebody changed it.'), 409, 'Somebody changed it.'],
  [
    'a refusal of ours, wrapped',
    new ORPCError('INTERNAL_SERVER_ERROR', { cause: new AppError('too_large', 'Too large.') }),
    413,
    'Too large.',
  ],
  ['a database that is away', databaseError('ECONNREFUSED'), 503, 'cannot be reached'],
  ['a database that is shutting down', databaseError('57P01'), 503, 'cannot be reached'],
  ['a full disk', databaseError('53100'), 503, 'disk of the database is full'],
  ['a question that takes too long', databaseError('57014'), 503, 'too long'],
  ['two changes that wait for each other', databaseError('40P01'), 409, 'same moment'],
  ['what is referred to and has gone', databaseError('23503'), 409, 'same moment'],
  ['a full disk, as Prisma tells it', prismaError('53100'), 503, 'disk of the database is full'],
  ['a value that Postgres cannot keep', databaseError('22021'), 422, 'cannot be kept'],
  ['a value that Postgres cannot keep, as Prisma tells it', prismaError('22P05'), 422, 'cannot be kept'],
  ['any other fault', databaseError('42P01'), 503, 'Request r-1.'],
  ['what is no error at all', 'thrown text', 503, 'Request r-1.'],
])('%s', (_, error, status, message) => {
  const told = toAppError(error, 'r-1');
  expect(statusOf(told)).toBe(status);
  expect(told.message).toContain(message);
  expect(JSON.stringify(errorBody(told, 'r-1'))).not.toMatch(/secret_table|thrown text/);
});

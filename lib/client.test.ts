import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freshProof, onProofWanted, RequestError, request } from './client.ts';
import { signInFirst } from './platform/errors.ts';

const answers: { status: number; body: unknown }[] = [];
const asked: string[] = [];
let forget: () => void = () => undefined;

const wanted = { status: 403, body: { code: 'forbidden', message: 'Confirm that it is you.', confirm: true } };
const account = { status: 200, body: { name: 'Ada' } };

beforeEach(() => {
  answers.length = 0;
  asked.length = 0;
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const { status, body } = answers.shift() ?? { status: 500, body: {} };
    return Response.json(body, { status });
  });
});

afterEach(() => {
  forget();
  vi.unstubAllGlobals();
});

test('where a fresh proof is wanted, it is asked for and the request goes out once more', async () => {
  const ask = vi.fn(async () => true);
  forget = onProofWanted(ask);
  answers.push(wanted, account);
  expect(await request('GET /account', {})).toEqual(account.body);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(asked).toEqual(['/api/v1/account', '/api/v1/account']);
});

test('it goes out once more and no more often', async () => {
  const ask = vi.fn(async () => true);
  forget = onProofWanted(ask);
  answers.push(wanted, wanted, account);
  await expect(request('GET /account', {})).rejects.toMatchObject({ code: 'forbidden', details: { confirm: true } });
  expect(ask).toHaveBeenCalledTimes(1);
});

test('whoever cancels gets the refusal, and so does a page where nobody asks', async () => {
  answers.push(wanted);
  await expect(request('GET /account', {})).rejects.toBeInstanceOf(RequestError);
  forget = onProofWanted(async () => false);
  answers.push(wanted);
  await expect(request('GET /account', {})).rejects.toMatchObject({ message: 'Confirm that it is you.' });
  expect(asked).toHaveLength(2);
});

test('other refusals ask for nothing', async () => {
  const ask = vi.fn(async () => true);
  forget = onProofWanted(ask);
  answers.push({ status: 403, body: { code: 'forbidden', message: 'You need the right.' } });
  await expect(request('GET /account', {})).rejects.toMatchObject({ message: 'You need the right.' });
  expect(ask).not.toHaveBeenCalled();
});

test('before a download, a proof is asked for only where the last one is too old', async () => {
  const ask = vi.fn(async () => true);
  forget = onProofWanted(ask);
  const until = (milliseconds: number) => ({ until: new Date(Date.now() + milliseconds).toISOString(), methods: ['password'] });
  answers.push({ status: 200, body: until(600_000) });
  expect(await freshProof()).toBe(true);
  expect(ask).not.toHaveBeenCalled();
  answers.push({ status: 200, body: until(-1) });
  expect(await freshProof()).toBe(true);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('whoever was signed out meanwhile is told how to go on without losing what was typed; a wrong password is told as it is', async () => {
  answers.push({ status: 401, body: { code: 'unauthenticated', message: signInFirst } });
  await expect(request('GET /account', {})).rejects.toMatchObject({
    code: 'unauthenticated',
    message: expect.stringContaining('another tab'),
  });
  answers.push({ status: 401, body: { code: 'unauthenticated', message: 'The email address or the password is not right.' } });
  await expect(request('GET /account', {})).rejects.toMatchObject({ message: 'The email address or the password is not right.' });
});

import { expect, test } from 'vitest';
import { AppError, errorStatus, invalid, notFound } from './errors.ts';

test('each code has the status that says it', () => {
  expect(errorStatus).toEqual({
    invalid: 422,
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    too_large: 413,
    too_many: 429,
    unavailable: 503,
  });
});

test('what is not there and what one may not see are told in the same words', () => {
  expect(notFound('asset')).toEqual(new AppError('not_found', 'This asset does not exist, or you may not see it.'));
});

test('input that cannot be accepted names its field', () => {
  expect(invalid('name', 'Taken.').details).toEqual({ fields: { name: 'Taken.' } });
});

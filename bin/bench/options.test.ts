import { describe, expect, it } from 'vitest';
import { benchOptions } from './options.ts';

describe('benchOptions', () => {
  it('reads sizes in order and without doubles, names and the seed', () => {
    expect(benchOptions(['--sizes', '100000,10_000,10000', '--only', 'list, api', '--seed=-0.5'])).toEqual({
      sizes: [10_000, 100_000],
      only: ['list', 'api'],
      seed: -0.5,
      seconds: 5,
      help: false,
    });
  });

  it('measures everything at three sizes when nothing is said', () => {
    expect(benchOptions([])).toMatchObject({ sizes: [10_000, 100_000, 1_000_000], only: [] });
  });

  it.each([
    ['--sizes', 'many'],
    ['--sizes', '0'],
    ['--seed', '2'],
    ['--seconds', 'long'],
    ['--size', '5'],
  ])('says what it does not understand: %s %s', (...parameters) => {
    expect(() => benchOptions(parameters)).toThrow(parameters[0]);
  });
});

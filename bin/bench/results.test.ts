import { describe, expect, it } from 'vitest';
import { asReference, percentile } from './results.ts';

describe('percentile', () => {
  it('takes the nearest rank and does not sort what it was given', () => {
    const samples = [5, 1, 4, 2, 3];
    expect([percentile(samples, 0.5), percentile(samples, 0.95), percentile([7], 0.5)]).toEqual([3, 5, 7]);
    expect(samples[0]).toBe(5);
  });

  it('names the size in a reference', () => {
    expect(asReference({ name: 'page.bare', rows: 50, clients: 1, samples: [1, 9, 2], unit: 'ms' })).toEqual({
      name: 'page.bare@50',
      p50: 2,
    });
  });
});

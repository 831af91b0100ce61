import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, test } from 'vitest';
import { LevelMark, type LevelState, levelWords } from './level-mark.tsx';

const states = Object.keys(levelWords) as LevelState[];
const drawn = new Map(states.map((state) => [state, renderToStaticMarkup(<LevelMark state={state} />)]));
const shapeOf = (state: LevelState) => /<svg.*?>(.*)<\/svg>/s.exec(drawn.get(state) ?? '')?.[1];

describe('a level', () => {
  it('is green where it is known to be low, and nowhere else', () => {
    const green = states.filter((state) => /\b(text|bg|fill)-low\b|green|teal/.test(drawn.get(state) ?? ''));
    expect(green).toEqual(['low']);
  });

  it('has a shape and a word of its own, for whoever sees no colour', () => {
    expect(new Set(states.map(shapeOf)).size).toBe(states.length);
    expect(new Set(Object.values(levelWords)).size).toBe(states.length);
    for (const state of states) expect(drawn.get(state)).toContain(levelWords[state]);
  });
});

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

/** Lightness of a token in the light and the dark theme, 0–1. */
function lightnessOf(token: string): [number, number] {
  const [, light, dark] = new RegExp(`--color-${token}: light-dark\\(oklch\\(([\\d.]+)[^)]*\\), oklch\\(([\\d.]+)`).exec(css) ?? [];
  return [Number(light), Number(dark)];
}

test.each([
  ['light', 0],
  ['dark', 1],
] as const)('severities stand apart in lightness too, the worse the darker, in the %s theme', (_, theme) => {
  const values = ['critical', 'high', 'medium', 'low'].map((level) => lightnessOf(level)[theme]);
  for (const [at, value] of values.entries()) if (at > 0) expect(value - (values[at - 1] ?? 1)).toBeGreaterThan(0.035);
});

test('in cells that CSS draws, too, what is not assessed, stale or accepted has the grey of the unknown', () => {
  const cells = readFileSync(new URL('../assets/posture.css', import.meta.url), 'utf8');
  // Each rule is .s<stage><level>: 1 low, 2 accepted, 3 unassessed, 4 stale, 5 medium, 6 high, 7 critical.
  const rules = [...cells.matchAll(/\.s(\d)(\d)::before \{([^}]*)\}/g)];
  expect(rules.length).toBe(6 * 7);
  expect(rules.filter(([, , , body]) => body?.includes('--color-low')).map(([, stage, level]) => `${stage}${level}`)).toEqual(
    [0, 1, 2, 3, 4, 5].map((stage) => `${stage}1`),
  );
});

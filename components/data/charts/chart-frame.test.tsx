import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ChartData } from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';

const data: ChartData = {
  rowLabel: 'Stage',
  unit: ['risk', 'risks'],
  series: [
    { key: 'high', label: 'High', look: 'high' },
    { key: 'stale', label: 'Stale', look: 'stale' },
  ],
  rows: [
    { key: 'deploy', label: 'Deployment', values: [14, null], hrefs: ['/risks?stage=deploy', null] },
    { key: 'monitor', label: 'Monitoring', values: [0, 3] },
  ],
};
const frame = (given: Partial<Parameters<typeof ChartFrame>[0]> = {}) =>
  renderToStaticMarkup(
    <ChartFrame
      name="x"
      title="Fourteen at Deployment"
      context="Open risks."
      data={data}
      drawing={{ type: 'bars' }}
      empty="No risks yet."
      {...given}
    />,
  );

test('the server sends the finding, a box of the drawing’s height and the numbers, each with its link', () => {
  const html = frame();
  expect(html).toContain('<h3 class="font-semibold text-base">Fourteen at Deployment</h3>');
  expect(html).toContain(`height:${2 * 34 + 28}px`);
  expect(html).toMatch(/<div hidden=""[^>]*><section[^>]*tabindex="0"/i);
  expect(html).toContain('<caption class="sr-only">Fourteen at Deployment</caption>');
  expect(html).toMatch(/<a(?=[^>]*href="\/risks\?stage=deploy")(?=[^>]*aria-label="Deployment, high: 14 risks")/);
  expect(html.match(/<tr/g)).toHaveLength(3);
});

test('without anything to draw it says why, and offers neither table nor export', () => {
  const html = frame({ data: { ...data, rows: data.rows.map((row) => ({ ...row, values: [0, null] })) }, level: 2 });
  expect(html).toContain('<h2');
  expect(html).toContain('No risks yet.');
  expect(html).not.toContain('Table and export');
  expect(html).not.toContain('<table');
});

test('a report prints the numbers under the drawing', () => {
  expect(frame()).not.toContain('print:!block');
  expect(frame({ printTable: true })).toContain('print:!block');
});

test('of a single day there is no area to draw: its numbers stand as a table, and a picture of them is not offered', () => {
  const day = { ...data, rowLabel: 'Day', rows: [{ key: '2026-11-23', label: '23 November', values: [0, 3] }] };
  const html = frame({ data: day, drawing: { type: 'area' } });
  expect(html).not.toContain('data-drawing');
  expect(html).not.toContain('<div hidden=""');
  expect(html).toContain('23 November');
  expect(
    frame({
      data: { ...day, rows: [...day.rows, { key: '2026-11-24', label: '24 November', values: [1, 3] }] },
      drawing: { type: 'area' },
    }),
  ).toContain('data-drawing');
});

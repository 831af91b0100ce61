import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { LineageGraph, LineageNode } from '#lib/assets/lineage/schema.ts';
import { TrainedOn } from './trained-on.tsx';

const node = (id: string, name: string | null): LineageNode => ({
  id,
  distance: -1,
  version: name
    ? {
        label: 'r4',
        asset: { id: `asset-of-${id}`, name, kind: 'dataset', stage: 'collect', level: 'unassessed', teamName: 'Fraud', retired: false },
      }
    : null,
});
const edge = (to: string, relation: LineageGraph['edges'][number]['relation'] = 'trained_on') => ({
  ...{ id: `${relation}-${to}`, from: 'model', to, relation, removable: false },
});
const drawn = (nodes: LineageNode[], edges: LineageGraph['edges']) =>
  renderToStaticMarkup(<TrainedOn assetId="asset" versionId="model" lineage={{ nodes, edges, cut: false }} />);

test('names the datasets of the lineage, each with a link to its version, and nothing that it was merely built by', () => {
  const html = drawn([node('clicks', 'Clicks'), node('builder', 'Builder')], [edge('clicks'), edge('builder', 'built_by')]);
  expect(html).toContain('href="/assets/asset-of-clicks/versions/clicks"');
  expect(html).toContain('Clicks r4');
  expect(html).not.toContain('Builder');
});

test('says how many lie outside the teams of whoever looks, and how many more there are', () => {
  expect(drawn([node('outside-1', null)], [edge('outside-1')])).toContain('1 outside your teams');
  const ids = Array.from({ length: 11 }, (_, at) => `data-${at}`);
  const html = drawn(
    ids.map((id) => node(id, id)),
    ids.map((id) => edge(id)),
  );
  expect(html).toContain('3 more in the lineage');
  expect(html.match(/versions\/data-/g)).toHaveLength(8);
});

import { call } from '@orpc/server';
import { nodeName } from '#components/lineage/graph-model.ts';
import { LineageView } from '#components/lineage/lineage-view.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { lineageOperations } from '#lib/assets/lineage/procedures.ts';
import { directions } from '#lib/assets/lineage/rules.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const views = ['graph', 'list'] as const;

export default async function LineagePage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const direction = directions.find((each) => each === asked.direction) ?? 'both';
  const focus = typeof asked.focus === 'string' ? asked.focus : undefined;
  const context = await pageContext();
  const [asset, versions, graph] = await Promise.all([
    pageAsset(id),
    call(versionOperations.list, { id, limit: 500 }, { context }),
    call(lineageOperations.get, { id, direction, ...(focus && { focus }) }, { context }),
  ]).catch(missing);
  const start = graph.nodes.find((node) => node.distance === 0);
  return (
    <LineageView
      key={`${focus} ${direction}`}
      asset={{ id, kind: asset.kind, mayEdit: asset.may.editLineage }}
      graph={graph}
      versions={versions.rows.map((row) => ({ value: row.id, label: row.label }))}
      direction={direction}
      focus={focus && start ? { id: focus, label: nodeName(start) } : null}
      view={views.find((each) => each === asked.view) ?? null}
    />
  );
}

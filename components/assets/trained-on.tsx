import { Link } from '#components/ui/link.tsx';
import type { LineageGraph } from '#lib/assets/lineage/schema.ts';

/** So many are named; the lineage tab has them all. */
const most = 8;

export interface TrainedOnProps {
  assetId: string;
  versionId: string;
  /** What lies a step up from the version. */
  lineage: LineageGraph;
}

/** The datasets that a version was trained on, as lineage knows them, whether its card tells of them or not. */
export function TrainedOn({ assetId, versionId, lineage }: TrainedOnProps) {
  const ids = new Set(lineage.edges.filter((edge) => edge.from === versionId && edge.relation === 'trained_on').map((edge) => edge.to));
  const nodes = lineage.nodes.filter((node) => ids.has(node.id));
  const named = nodes.flatMap(({ id, version }) => (version ? [{ id, ...version }] : []));
  const hidden = nodes.length - named.length;
  const further = named.length - most;
  if (nodes.length === 0) return <span className="text-muted">Not recorded in the lineage.</span>;
  return (
    <ul className="flex flex-col gap-1">
      {named.slice(0, most).map(({ id, label, asset }) => (
        <li key={id}>
          <Link href={`/assets/${asset.id}/versions/${id}`} className="focus-ring rounded-sm text-accent-ink hover:underline">
            {asset.name} {label}
          </Link>
          {asset.retired && <span className="text-muted"> (retired)</span>}
        </li>
      ))}
      {hidden > 0 && <li className="text-muted">{hidden} outside your teams</li>}
      {further > 0 && (
        <li>
          <Link href={`/assets/${assetId}/lineage?view=list`} className="focus-ring rounded-sm text-accent-ink hover:underline">
            {further} more in the lineage
          </Link>
        </li>
      )}
    </ul>
  );
}

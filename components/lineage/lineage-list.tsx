'use client';

import { EyeOff, Trash2 } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { relationLabels } from '#lib/assets/lineage/rules.ts';
import type { LineageEdge, LineageNode } from '#lib/assets/lineage/schema.ts';
import { stageLabels } from '#lib/assets/rules.ts';
import { type GraphModel, nodeName } from './graph-model.ts';

export interface LineageListProps {
  model: GraphModel;
  /** Ids to show alone while one searches; null shows all. */
  only: ReadonlySet<string> | null;
  onRemove: (edge: LineageEdge) => void;
}

/** Columns that narrow screens do without. */
const besides = ['Steps', 'Stage', 'Team'];

/** The same lineage as a list: each relation at the version that lies farther from the start, nearest first. */
export function LineageList({ model, only, onRemove }: LineageListProps) {
  const rows = model.graph.edges.flatMap((edge) => {
    const [from, to] = [model.byId.get(edge.from), model.byId.get(edge.to)];
    if (!from || !to) return [];
    const far = Math.abs(to.distance) >= Math.abs(from.distance) ? to : from;
    return only && !only.has(from.id) && !only.has(to.id) ? [] : [{ edge, from, to, far }];
  });
  const sections = [
    { title: 'Upstream', hint: 'what it came from', rows: rows.filter((row) => row.far.distance < 0) },
    { title: 'Among its own versions', hint: '', rows: rows.filter((row) => row.far.distance === 0) },
    { title: 'Downstream', hint: 'what came of it and where it went', rows: rows.filter((row) => row.far.distance > 0) },
  ].filter((section) => section.rows.length > 0);
  if (sections.length === 0) return <p className="px-4 py-6 text-muted text-sm md:px-6">No relation matches.</p>;
  return (
    <div className="flex flex-col gap-6 px-4 py-4 md:px-6">
      {sections.map((section) => (
        <section key={section.title}>
          <h2 className="mb-1 font-semibold text-base">
            {section.title} <span className="font-normal text-muted text-sm">{section.hint}</span>
          </h2>
          <div className="relative overflow-x-auto">
            <table className="w-full text-left text-sm">
              <thead>
                <tr className="border-b text-muted text-xs">
                  {['Steps', 'Version', 'Relation', 'With', 'Stage', 'Level', 'Team'].map((header) => (
                    <th
                      key={header}
                      scope="col"
                      className={classNames('whitespace-nowrap py-1.5 pr-5 font-medium', besides.includes(header) && 'max-md:hidden')}
                    >
                      {header}
                    </th>
                  ))}
                  <th scope="col" className="w-8">
                    <span className="sr-only">Remove</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {section.rows
                  .sort((a, b) => Math.abs(a.far.distance) - Math.abs(b.far.distance))
                  .map(({ edge, from, to, far }) => (
                    <tr key={edge.id} className="h-9 border-b last:border-0 hover:bg-hover">
                      <td className="pr-5 text-muted max-md:hidden">{Math.abs(far.distance)}</td>
                      <th scope="row" className="pr-5 font-normal">
                        <VersionLink node={from} />
                      </th>
                      <td className="whitespace-nowrap pr-5 text-muted">{relationLabels[edge.relation].toLowerCase()}</td>
                      <td className="pr-5">
                        <VersionLink node={to} />
                      </td>
                      <td className="whitespace-nowrap pr-5 text-muted max-md:hidden">
                        {far.version ? stageLabels[far.version.asset.stage] : '–'}
                      </td>
                      <td className="pr-5">{far.version ? <LevelMark state={far.version.asset.level} /> : '–'}</td>
                      <td className="whitespace-nowrap pr-5 text-muted max-md:hidden">{far.version?.asset.teamName ?? '–'}</td>
                      <td>
                        {edge.removable && (
                          <IconButton
                            label={`Remove ${nodeName(from)} ${relationLabels[edge.relation].toLowerCase()} ${nodeName(to)}`}
                            onClick={() => onRemove(edge)}
                          >
                            <Trash2 aria-hidden="true" />
                          </IconButton>
                        )}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  );
}

/** A version by name, to its page; what lies outside one's teams leads nowhere. */
export function VersionLink({ node }: { node: LineageNode }) {
  const { version } = node;
  if (!version)
    return (
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted">
        <EyeOff className="size-4 shrink-0" aria-hidden="true" />
        Outside your teams
      </span>
    );
  return (
    <Link
      href={`/assets/${version.asset.id}/versions/${node.id}`}
      className="focus-ring inline-flex items-center gap-1.5 rounded-sm align-middle hover:underline hover:underline-offset-2"
    >
      <KindIcon kind={version.asset.kind} />
      <span>
        {version.asset.name} <span className="text-muted">{version.label}</span>
        {version.asset.retired && <span className="text-faint"> (retired)</span>}
      </span>
    </Link>
  );
}

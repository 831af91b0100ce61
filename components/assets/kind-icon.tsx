import { BrainCircuit, Database, FolderGit2, type LucideIcon, Server, Workflow } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import { type Kind, kindLabels } from '#lib/assets/rules.ts';

const icons: Record<Kind, LucideIcon> = {
  dataset: Database,
  model: BrainCircuit,
  pipeline: Workflow,
  infrastructure: Server,
  repository: FolderGit2,
};

/** The picture of a kind: decoration beside its word. */
export function KindIcon({ kind, className }: { kind: Kind; className?: string }) {
  const Icon = icons[kind];
  return <Icon className={classNames('size-4 shrink-0 text-muted', className)} aria-hidden="true" />;
}

/** A kind as picture and word. */
export function KindLabel({ kind }: { kind: Kind }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <KindIcon kind={kind} />
      {kindLabels[kind]}
    </span>
  );
}

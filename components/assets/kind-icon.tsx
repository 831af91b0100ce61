import { classNames } from '#components/ui/class-names.ts';
import { type Kind, kindLabels } from '#lib/assets/rules.ts';

/** The picture of a kind (kind-pictures.css): decoration beside its word. */
export function KindIcon({ kind, className }: { kind: Kind; className?: string }) {
  return <span aria-hidden="true" className={classNames('picture text-muted', `kind-${kind}`, className)} />;
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

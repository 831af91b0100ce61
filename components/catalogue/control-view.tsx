import { ListChecks } from 'lucide-react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { ControlDetail } from '#lib/risks/catalogue/schema.ts';
import { CoverageBar, evidenceWords } from './coverage-bar.tsx';
import { EffectTable } from './effect-table.tsx';
import { ReferenceList } from './reference-list.tsx';

/** A control: what is done, what proves it, what it reduces, and how it stands on the reader's assets. */
export function ControlView({ control, mayManage, mayAssign }: { control: ControlDetail; mayManage: boolean; mayAssign: boolean }) {
  return (
    <DetailBody side={<KeyValueList side items={[{ label: 'Key', value: <code className="break-all">{control.key}</code> }]} />}>
      <div className="max-w-4xl">
        <DetailSection title="What is done">
          <p className="max-w-[72ch] whitespace-pre-line">{control.description}</p>
        </DetailSection>
        <DetailSection title="Evidence expected">
          <p className="max-w-[72ch] whitespace-pre-line">{control.evidence}</p>
        </DetailSection>
        <DetailSection
          title="On your assets"
          actions={
            mayAssign &&
            control.enabled && (
              <LinkButton href={`/safeguards/assign?control=${control.key}`} size="sm" icon={<ListChecks aria-hidden="true" />}>
                Assign to assets
              </LinkButton>
            )
          }
        >
          <div className="max-w-xl">
            <CoverageBar coverage={control.coverage} />
          </div>
          <p className="mt-2 text-muted text-sm">
            {evidenceWords(control.coverage)}.{' '}
            <Link
              href={`/safeguards?control=${control.key}`}
              className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
            >
              See where it stands
            </Link>
          </p>
        </DetailSection>
        <DetailSection title="What it reduces">
          <EffectTable
            caption={`Threats that ${control.name} reduces`}
            empty="It reduces no threat yet."
            rows={control.threats.map((threat) => ({
              ...{ entry: threat, effect: threat, href: `/catalogue/threats/${threat.key}` },
              edit: mayManage ? { control, threat } : null,
            }))}
          />
        </DetailSection>
        <DetailSection title="References">
          <ReferenceList references={control.references} />
        </DetailSection>
      </div>
    </DetailBody>
  );
}

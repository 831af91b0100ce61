import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { harmLabels, likelihoodWords } from '#lib/risks/catalogue/rules.ts';
import type { ThreatDetail } from '#lib/risks/catalogue/schema.ts';
import { EffectTable } from './effect-table.tsx';
import { PlaceGrid } from './place-grid.tsx';
import { ReferenceList } from './reference-list.tsx';
import { assetsWords } from './words.ts';

/** A threat: what it is, where it applies, what reduces it, and on which of the reader's assets it bears. */
export function ThreatView({ threat, mayManage }: { threat: ThreatDetail; mayManage: boolean }) {
  const total = threat.bearing.reduce((sum, { assets }) => sum + assets, 0);
  return (
    <DetailBody
      side={
        <KeyValueList
          side
          items={[
            { label: 'Affects', value: threat.affects.map((harm) => harmLabels[harm]).join(', ') },
            { label: 'Base likelihood', value: `${threat.likelihood} of 5 · ${likelihoodWords[threat.likelihood - 1]}` },
            { label: 'Key', value: <code className="break-all">{threat.key}</code> },
          ]}
        />
      }
    >
      <div className="max-w-4xl">
        <DetailSection title="What happens">
          <p className="max-w-[72ch] whitespace-pre-line">{threat.description}</p>
        </DetailSection>
        {threat.enabled && (
          <DetailSection title="On your assets">
            {total === 0 ? (
              <p className="text-muted text-sm">It bears on none of your assets.</p>
            ) : (
              <ul className="flex flex-wrap gap-x-8 gap-y-3">
                {threat.bearing.map(({ level, assets }) => (
                  <li key={level}>
                    <Link href={`/risks?threat=${threat.key}&level=${level}`} className="focus-ring group block rounded-sm">
                      <span className="block text-sm">
                        <LevelMark state={level} />
                      </span>
                      <span className="mt-0.5 block font-semibold text-lg tabular-nums leading-tight group-hover:underline group-hover:underline-offset-2">
                        {assets.toLocaleString('en-GB')}
                        <span className="sr-only"> {assets === 1 ? 'asset' : 'assets'}</span>
                      </span>
                    </Link>
                  </li>
                ))}
                <li className="self-end text-muted text-sm">of {assetsWords(total)}, each by the worst of its risks here</li>
              </ul>
            )}
          </DetailSection>
        )}
        <DetailSection title="Where it applies">
          <PlaceGrid applies={threat.applies} />
        </DetailSection>
        <DetailSection title="What reduces it">
          <EffectTable
            caption={`Controls that reduce ${threat.name}`}
            empty="Nothing in the catalogue reduces it yet."
            rows={threat.controls.map((control) => ({
              ...{ entry: control, effect: control, href: `/catalogue/controls/${control.key}` },
              edit: mayManage ? { control, threat } : null,
            }))}
          />
        </DetailSection>
        <DetailSection title="References">
          <ReferenceList references={threat.references} />
        </DetailSection>
      </div>
    </DetailBody>
  );
}

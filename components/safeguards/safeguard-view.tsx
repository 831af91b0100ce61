import { ShieldHalf } from 'lucide-react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Effect, Safeguard } from '#lib/risks/safeguards/schema.ts';
import { EffectTable } from './effect-table.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { StateShape } from './state-mark.tsx';

/** A safeguard on one page: how far it is and by whom, what shows it, and what it does to the risks of its asset. */
export function SafeguardView({ safeguard, effect }: { safeguard: Safeguard; effect: Effect }) {
  const { asset } = safeguard;
  return (
    <DetailBody side={<Facts safeguard={safeguard} />}>
      {safeguard.source && (
        <div className="mb-6">
          <Inherited safeguard={safeguard} />
        </div>
      )}
      {!safeguard.source && (
        <DetailSection title="How far it is">
          <Steps safeguard={safeguard} />
          <Verifying safeguard={safeguard} />
        </DetailSection>
      )}
      <EvidenceList safeguard={safeguard} />
      {asset && (
        <DetailSection title="What it does to risk">
          {effect.risks.length > 0 ? (
            <EffectTable risks={effect.risks} state={safeguard.state} />
          ) : (
            <EmptyState icon={<ShieldHalf />} title="It reduces no risk of this asset now">
              No threat that applies to the asset, at the stages it has reached, is reduced by this control.
            </EmptyState>
          )}
        </DetailSection>
      )}
      {safeguard.notes && (
        <DetailSection title="Notes">
          <p className="max-w-[72ch] whitespace-pre-line break-words">{safeguard.notes}</p>
        </DetailSection>
      )}
    </DetailBody>
  );
}

const name = (person: { name: string } | null) => person?.name ?? 'somebody who is not known any more';

function Steps({ safeguard }: { safeguard: Safeguard }) {
  const { implemented, verified, state, reason } = safeguard;
  if (state === 'not_applicable')
    return (
      <Callout title="Not applicable here">
        <p className="whitespace-pre-line break-words">{reason}</p>
      </Callout>
    );
  const steps = [
    { state: 'planned', label: 'Planned', done: true, told: <DayTime value={safeguard.createdAt} /> },
    { state: 'implemented', label: 'Implemented', done: implemented !== null, told: implemented && <Told done={implemented} /> },
    { state: 'verified', label: 'Verified', done: verified !== null, told: verified && <Told done={verified} /> },
  ] as const;
  return (
    <ol className="grid gap-x-4 gap-y-3 sm:grid-cols-3">
      {steps.map((step) => (
        <li key={step.state} aria-current={step.state === state ? 'step' : undefined} className="flex gap-2">
          <StateShape state={step.state} className={step.done ? 'mt-0.5 size-4' : 'mt-0.5 size-4 opacity-40'} />
          <div className="min-w-0 text-sm">
            <p className={step.done ? 'font-medium' : 'text-muted'}>{step.label}</p>
            <p className="text-muted text-xs">{step.told ?? 'Not yet'}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Told({ done }: { done: NonNullable<Safeguard['verified']> }) {
  return (
    <>
      <DayTime value={done.at} /> by {name(done.person)}
    </>
  );
}

/** Who can verify it, and why whoever looks cannot. */
function Verifying({ safeguard }: { safeguard: Safeguard }) {
  const { state, may, verifiers } = safeguard;
  if (state !== 'implemented') return null;
  const people = verifiers.map((person) => person.name);
  return (
    <div className="mt-4 max-w-[72ch]">
      <Callout title={may.verify ? 'You can verify it' : may.whyNotVerify}>
        {may.verify && 'Look at the evidence first: you stand for it that the control is in place and works. '}
        {people.length > 0
          ? `${may.verify ? 'It can be verified as well by' : 'It can be verified by'} ${people.slice(0, 4).join(', ')}${people.length > 4 ? ' and others' : ''}.`
          : 'Nobody else holds the right to verify here.'}
      </Callout>
    </div>
  );
}

function Inherited({ safeguard }: { safeguard: Safeguard }) {
  const { source, state, evidenceUntil } = safeguard;
  if (!source) return null;
  const from = source.from === 'team' ? `what ${source.name} offers` : source.name;
  return (
    <Callout title={source.from === 'team' ? `Inherited from the team ${source.name}` : `Inherited from ${source.name}`}>
      It follows {source.safeguardId ? <SourceLink id={source.safeguardId} name={from} /> : from}, and is{' '}
      {state === 'planned' ? 'planned' : state}
      {evidenceUntil ? (
        <>
          {' '}
          on evidence until <DayTime value={evidenceUntil} />
        </>
      ) : null}{' '}
      as long as that is.
    </Callout>
  );
}

const SourceLink = ({ id, name: said }: { id: string; name: string }) => (
  <Link href={`/safeguards/${id}`} className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
    {said}
  </Link>
);

function Facts({ safeguard }: { safeguard: Safeguard }) {
  const { control, evidenceUntil, source, heirs } = safeguard;
  return (
    <KeyValueList
      side
      items={[
        { label: 'The control', value: control.summary },
        ...(control.evidence ? [{ label: 'What proves it', value: control.evidence }] : []),
        {
          label: 'Rests on evidence until',
          value: evidenceUntil ? <DayTime value={evidenceUntil} /> : safeguard.evidence.some((piece) => !piece.removedAt) ? 'No end' : null,
        },
        ...(source || heirs === 0
          ? []
          : [{ label: 'Followed by', value: `${heirs} ${heirs === 1 ? 'safeguard' : 'safeguards'} of other assets` }]),
        { label: 'Planned', value: <DayTime value={safeguard.createdAt} /> },
      ]}
    />
  );
}

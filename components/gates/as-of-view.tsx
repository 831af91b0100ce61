import type { ReactNode } from 'react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { formatDay, formatMoment } from '#components/ui/time-format.ts';
import { kindLabels, stageLabels, stages } from '#lib/assets/rules.ts';
import type { AsOf, AsOfAsset } from '#lib/gates/as-of/schema.ts';

const day = (moment: string) => formatDay(new Date(moment), 'UTC');
const moment = (text: string) => formatMoment(new Date(text), 'UTC');

/** What stood where at the end of a day, for reading, printing and keeping. What nobody recorded says so. */
export function AsOfView({ told }: { told: AsOf }) {
  const { on, asOf, madeAt, madeBy, place, team, kind, assets } = told;
  return (
    <article className="mx-auto flex max-w-5xl flex-col gap-8 px-4 pt-2 pb-12 md:px-6 print:max-w-none print:px-0">
      <header className="border-b pb-4">
        <p className="text-muted text-sm">{place}</p>
        <h1 className="mt-1 font-semibold text-xl tracking-tight">What stood where on {day(`${on}T12:00:00Z`)}</h1>
        <p className="mt-1 text-sm">
          {team ? team.name : 'Every team that the reader sees'}
          {kind && `, ${kindLabels[kind].toLowerCase()}s alone`}
        </p>
        <p className="mt-3 text-muted text-xs">
          Made by {madeBy} on {moment(madeAt)}, from what was recorded by {moment(asOf)}. Teams and assets carry the names that they have
          today.
        </p>
      </header>
      {assets.length === 0 && <p className="text-sm">No asset was recorded as active there on that day.</p>}
      {stages.map((stage) => {
        const there = assets.filter((asset) => asset.stage === stage);
        return (
          there.length > 0 && (
            <section key={stage}>
              <h2 className="mb-2 break-after-avoid font-semibold text-base">
                {stageLabels[stage]} <span className="font-normal text-muted">{there.length}</span>
              </h2>
              <ul className="flex flex-col divide-y border-y">
                {there.map((asset) => (
                  <AssetThen key={asset.id} asset={asset} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </article>
  );
}

function AssetThen({ asset }: { asset: AsOfAsset }) {
  const { id, name, kind, teamName, version, level, risks, approvals, controls, promotion } = asset;
  const shown = controls.filter(({ state }) => state !== 'planned');
  return (
    <li className="flex break-inside-avoid flex-col gap-2 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="text-muted [&_svg]:size-4" title={kindLabels[kind]}>
          <KindIcon kind={kind} />
        </span>
        <Link href={`/assets/${id}`} className="focus-ring min-w-0 break-words rounded-sm font-medium hover:underline">
          {name}
        </Link>
        <span className="text-muted">{teamName}</span>
        <span className="ml-auto">{level ? <LevelMark state={level} /> : <NotRecorded what="Risk" />}</span>
      </div>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-1 max-sm:grid-cols-1">
        <Fact label="Version">
          {version ? (
            <>
              {version.label} {version.rootDigest && <code className="break-all text-muted text-xs">sha256:{version.rootDigest}</code>}
            </>
          ) : (
            <span className="text-muted">None was registered</span>
          )}
        </Fact>
        <Fact label="Came there">
          {promotion ? (
            <>
              {day(promotion.at)}, by {promotion.actorName ?? 'somebody'}
              {promotion.policyNumber !== null && ` through gate number ${promotion.policyNumber}`}
              {promotion.waived > 0 && `, ${promotion.waived} waived`}
            </>
          ) : (
            <NotRecorded />
          )}
        </Fact>
        <Fact label="Approved">
          {approvals.length === 0 && <span className="text-muted">Nothing held</span>}
          {approvals.map((approval) => (
            <span key={`${approval.reviewId} ${approval.approvedAt}`} className="block break-words">
              <Link href={`/reviews/${approval.reviewId}`} className="focus-ring rounded-sm hover:underline">
                {approval.title}
              </Link>{' '}
              <span className="text-muted">
                by {approval.by.join(', ') || 'nobody recorded'} on {day(approval.approvedAt)}
                {approval.versionLabel && `, for ${approval.versionLabel}`}
                {approval.breakGlass && ', past the ordinary rules'}
              </span>
            </span>
          ))}
        </Fact>
        {risks.length > 0 && (
          <Fact label="Risks">
            {risks.map((risk) => (
              <span key={risk.id} className="mr-3 inline-flex items-center gap-1.5">
                <LevelMark state={risk.level} />
                {risk.threat}
              </span>
            ))}
          </Fact>
        )}
        <Fact label="Evidence">
          {shown.length === 0 && <span className="text-muted">No control was in place</span>}
          {shown.map((control) => (
            <span key={control.safeguardId} className="block break-words">
              {control.control} <span className="text-muted">({stateWords[control.state]})</span>
              {control.evidence.length > 0 && (
                <span className="text-muted">: {control.evidence.map(({ title, addedAt }) => `${title}, ${day(addedAt)}`).join('; ')}</span>
              )}
            </span>
          ))}
        </Fact>
      </dl>
    </li>
  );
}

const stateWords = { planned: 'planned', implemented: 'implemented', verified: 'verified', not_applicable: 'set aside' };

const NotRecorded = ({ what }: { what?: string }) => <span className="text-muted">{what ? `${what}: not recorded` : 'Not recorded'}</span>;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

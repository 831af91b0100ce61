import { Check, Minus } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Explanation } from '#lib/access/explain/schema.ts';
import { permissions } from '#lib/access/permissions.ts';
import { kindWords, oneOf, placeWords, reasonWords } from './rights-words.ts';

type Verdict = Explanation['verdicts'][number];

/** What somebody may do to an asset or in a team, each right with what gives it; then what they may not, and why. */
export function ExplanationView({
  explanation,
  isViewer,
  mayAskBack,
}: {
  explanation: Explanation;
  isViewer: boolean;
  mayAskBack: boolean;
}) {
  const { principal, asset, team, token, verdicts } = explanation;
  const held = verdicts.filter((verdict) => verdict.allowed || (verdict.covers?.length ?? 0) > 0);
  const lacking = verdicts.filter((verdict) => !held.includes(verdict));
  const who = isViewer ? 'You' : principal.name;
  return (
    <div className="mt-6 flex max-w-5xl flex-col gap-8">
      <div>
        <p>
          <span className="font-medium">{who}</span>{' '}
          {principal.type === 'service'
            ? 'is a service account.'
            : `${isViewer ? 'hold' : 'holds'} the role ${principal.orgRole.name} in the organisation.`}{' '}
          {asset ? (
            <>
              <Link href={`/assets/${asset.id}`} className="focus-ring rounded-sm font-medium underline underline-offset-2">
                {asset.name}
              </Link>{' '}
              is {oneOf(asset.kind)} of {team.name}.
            </>
          ) : (
            <>This is about the team {team.name} as a whole.</>
          )}
          {token && <> Looked at through the token “{token.name}”.</>}
        </p>
        {principal.status !== 'active' && (
          <p className="mt-1">
            <Badge tone="warning">{principal.status === 'invited' ? 'Invited' : 'Deactivated'}</Badge>
          </p>
        )}
      </div>
      <VerdictList title="May" verdicts={held} explanation={explanation} mayAskBack={mayAskBack} empty="Nothing here." />
      <VerdictList title="May not" verdicts={lacking} explanation={explanation} mayAskBack={mayAskBack} empty="Nothing is refused here." />
    </div>
  );
}

function VerdictList({
  title,
  verdicts,
  explanation,
  mayAskBack,
  empty,
}: {
  title: string;
  verdicts: readonly Verdict[];
  explanation: Explanation;
  mayAskBack: boolean;
  empty: string;
}) {
  const { asset, team } = explanation;
  const place = asset ? `asset=${asset.id}` : `team=${team.id}`;
  return (
    <section>
      <h2 className="mb-1.5 font-semibold text-base">
        {title} <span className="font-normal text-muted text-sm">{verdicts.length}</span>
      </h2>
      {verdicts.length === 0 ? (
        <p className="text-muted text-sm">{empty}</p>
      ) : (
        <ul className="divide-y border-y">
          {verdicts.map((verdict) => (
            <li key={verdict.permission} className="grid gap-x-6 gap-y-0.5 py-2 text-sm md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
              <p className="flex items-start gap-2">
                {verdict.allowed || verdict.covers?.length ? (
                  <Check className="mt-0.5 size-4 shrink-0 text-low-ink" aria-hidden="true" />
                ) : (
                  <Minus className="mt-0.5 size-4 shrink-0 text-faint" aria-hidden="true" />
                )}
                <span>{permissions[verdict.permission]}</span>
              </p>
              <Why verdict={verdict} explanation={explanation} />
              {mayAskBack && (
                <Link
                  href={`/access/holders?permission=${verdict.permission}&${place}`}
                  className="focus-ring justify-self-start rounded-sm text-muted text-xs/5 underline-offset-2 hover:text-ink hover:underline max-md:ml-6"
                >
                  {title === 'May' ? 'Who else?' : 'Who can?'}
                  <span className="sr-only"> {permissions[verdict.permission]}</span>
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Why({ verdict, explanation: { asset } }: { verdict: Verdict; explanation: Explanation }) {
  const partly = !verdict.allowed && (verdict.covers?.length ?? 0) > 0;
  if (!verdict.allowed && !partly)
    return (
      <div className="text-muted max-md:ml-6">
        {verdict.reason && reasonWords(verdict.reason, asset?.kind ?? null)}
        {verdict.instead.length > 0 && (
          <ul>
            {verdict.instead.map((each) => (
              <li key={`${each.teamId}`}>
                {placeWords(each)}
                {each.kinds && verdict.reason === 'kind' && ` covers ${kindWords(each.kinds)}`}
                {each.expiresAt && verdict.reason === 'expired' && (
                  <>
                    , until <DayTime value={each.expiresAt} />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  return (
    <ul className="max-md:ml-6">
      {(partly ? verdict.instead : verdict.through).map((each) => (
        <li key={`${each.teamId}`}>
          As <span className="font-medium">{placeWords(each)}</span>
          {each.kinds && <span className="text-muted">; covers {kindWords(each.kinds)}</span>}
          {each.kinds && asset && <span className="text-muted">; this is {oneOf(asset.kind)}</span>}
          {each.expiresAt && (
            <span className="text-muted">
              ; until <DayTime value={each.expiresAt} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

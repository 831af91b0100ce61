import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { MomentTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { targetHref, targetLabel } from '#lib/access/audit/rules.ts';
import type { AuditDetail } from '#lib/access/audit/schema.ts';
import { AuditChanges } from './audit-changes.tsx';
import { actorWords, targetWords, whatWords } from './sentence.ts';

const link = 'focus-ring rounded-sm text-accent-ink underline-offset-2 hover:underline';
/** Among other links: as high as a finger wants it. */
const roomy = `${link} inline-block min-h-6 py-0.5`;

function Id({ value, what, filter }: { value: string; what: string; filter?: string }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-0.5">
      <code className="min-w-0 truncate text-sm" title={value}>
        {filter ? (
          <Link className={link} href={`/audit?${filter}=${encodeURIComponent(value)}`}>
            {value}
          </Link>
        ) : (
          value
        )}
      </code>
      <CopyButton text={value} what={what} />
    </span>
  );
}

/** One event: who did what to which, from where, field by field, with what seals it and what was done in the same act. */
export function AuditEvent({ event }: { event: AuditDetail }) {
  const href = targetHref(event.targetType, event.targetId);
  const { seal } = event;
  const addressGone = event.erased.includes('address');
  const through = { session: 'A browser', token: 'An API token' };
  return (
    <>
      <PageHeader
        title={`${actorWords(event)} ${whatWords(event)}`}
        crumbs={[{ label: 'Audit log', href: '/audit' }]}
        description={<RelativeTime value={event.at} />}
      />
      <DetailBody
        side={
          <KeyValueList
            side
            items={[
              {
                label: 'Who',
                value: event.actorId ? (
                  <Link className={link} href={`/audit?actor=${event.actorId}`}>
                    {actorWords(event)}
                  </Link>
                ) : (
                  'Gatehouse'
                ),
              },
              { label: 'When', value: <MomentTime value={event.at} /> },
              { label: 'Address', value: addressGone ? <span className="text-faint">erased</span> : event.address },
              { label: 'Via', value: event.via ? through[event.via] : event.actorId ? null : 'A job of the server' },
              { label: 'Team', value: event.teamName },
              {
                label: targetLabel(event.targetType),
                value: event.targetId && (
                  <span className="flex flex-col gap-0.5">
                    {href ? (
                      <Link className={roomy} href={href}>
                        {targetWords(event)}
                      </Link>
                    ) : (
                      targetWords(event)
                    )}
                    <Link className={`${roomy} text-xs`} href={`/audit?target=${event.targetId}`}>
                      Show its history
                    </Link>
                  </span>
                ),
              },
              { label: 'Event', value: <code className="text-sm">{event.event}</code> },
            ]}
          />
        }
      >
        <DetailSection title="What changed">
          <AuditChanges event={event} />
        </DetailSection>
        {event.siblings.length > 0 && (
          <DetailSection
            title={`In the same operation: ${event.siblingCount > 10_000 ? 'over 10,000' : event.siblingCount} more`}
            actions={
              <Link className={`${link} text-sm`} href={`/audit?operation=${event.operationId}`}>
                Show all
              </Link>
            }
          >
            <ul className="flex flex-col gap-1 text-sm">
              {event.siblings.map((each) => (
                <li key={each.id}>
                  <Link className={roomy} href={`/audit/${each.id}`}>
                    {whatWords(each)}
                  </Link>
                </li>
              ))}
            </ul>
          </DetailSection>
        )}
        <DetailSection title="Proof">
          <KeyValueList
            items={[
              { label: 'Place in the log', value: seal ? `Row ${seal.seq}` : 'Waiting to be sealed (about a second)' },
              { label: 'Digest of the event', value: seal && <Digest value={seal.digest} what="digest" /> },
              { label: 'Hash of the chain', value: seal && <Digest value={seal.hash} what="hash" /> },
              {
                label: 'Signed',
                value:
                  seal &&
                  (seal.checkpoint ? (
                    <>
                      Checkpoint {seal.checkpoint.number}, <RelativeTime value={seal.checkpoint.at} />
                    </>
                  ) : (
                    'Waiting for the next checkpoint (within a minute)'
                  )),
              },
              { label: 'Event', value: <Id value={event.id} what="event" /> },
              { label: 'Operation', value: <Id value={event.operationId} what="operation" filter="operation" /> },
              { label: 'Request', value: <Id value={event.requestId} what="request" filter="request" /> },
              { label: event.via === 'token' ? 'Token' : 'Session', value: event.viaId && <Id value={event.viaId} what="id" /> },
            ]}
          />
        </DetailSection>
      </DetailBody>
    </>
  );
}

import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { AuditStatus } from '#lib/access/audit/schema.ts';

const row = (seq: number) => `row ${new Intl.NumberFormat('en-GB').format(seq)}`;

/** How far the log was sealed, signed and verified, what was found, and how anybody can check it for themselves. */
export function Integrity({ status: { sealed, signed, verified, verifiedWhole, publicKey } }: { status: AuditStatus }) {
  return (
    <>
      <PageHeader
        title="Integrity"
        crumbs={[{ label: 'Audit log', href: '/audit' }]}
        description="Events are chained and signed as they happen, so that nobody can change them unnoticed."
      />
      <DetailBody>
        <div className="flex max-w-3xl flex-col gap-6">
          {verified?.ok === false && (
            <Callout tone="danger" title="The log is not what was sealed">
              {verified.problem} Everything from there on is not proven. Keep the database as it is, compare it with a backup and with the
              checkpoints that a witness was told, and ask who had access to the database.
            </Callout>
          )}
          <KeyValueList
            items={[
              {
                label: 'Sealed up to',
                value: sealed ? (
                  <>
                    {row(sealed.seq)}, of <RelativeTime value={sealed.at} />
                  </>
                ) : (
                  'Nothing yet'
                ),
              },
              {
                label: 'Signed up to',
                value: signed ? (
                  <>
                    {row(signed.seq)}, checkpoint {signed.number}, <RelativeTime value={signed.at} />
                  </>
                ) : (
                  'Nothing yet'
                ),
              },
              {
                label: 'Verified',
                value: verified ? (
                  <>
                    up to {row(verified.seq)}, <RelativeTime value={verified.at} />
                  </>
                ) : (
                  'Not yet; the first verification runs within minutes'
                ),
              },
              { label: 'Fully verified', value: verifiedWhole ? <RelativeTime value={verifiedWhole} /> : 'Not yet' },
            ]}
          />
          <DetailSection title="Public key">
            <p className="mb-2 max-w-[72ch] text-muted text-sm">
              Keep a copy outside Gatehouse: with it, an exported log can be verified without trusting this server. The private key is not
              in the database.
            </p>
            <div className="flex items-start gap-2 rounded-md bg-canvas p-3">
              <pre className="min-w-0 flex-1 whitespace-pre-wrap break-all text-xs leading-5">{publicKey.pem.trim()}</pre>
              <CopyButton text={publicKey.pem} what="public key" />
            </div>
            <p className="mt-2 text-muted text-xs">Key {publicKey.id}</p>
          </DetailSection>
          <DetailSection title="Verify it yourself">
            <p className="mb-2 max-w-[72ch] text-sm">
              Run the first command on the server, or the second anywhere with an export and the public key. Both name the first broken row.
            </p>
            <pre className="whitespace-pre-wrap rounded-md bg-canvas p-3 text-xs leading-5">
              {'npm run audit:verify\nnpm run audit:verify -- --file export.jsonl --key public.pem'}
            </pre>
          </DetailSection>
        </div>
      </DetailBody>
    </>
  );
}

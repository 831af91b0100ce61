import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { OperationEntry } from '#components/reference/operation-entry.tsx';
import { readDocument } from '#components/reference/read-document.ts';
import { UsingTokens } from '#components/tokens/using-tokens.tsx';
import { Link } from '#components/ui/link.tsx';
import { type Permission, permissions } from '#lib/access/permissions.ts';
import { requireActor } from '#lib/access/request.ts';
import { env } from '#lib/platform/env.ts';
import { openApiDocument } from '#lib/reference.ts';

export const metadata: Metadata = { title: 'API reference' };

const requirement = (permission: string) => {
  if (permission === 'anyone') return 'Anyone may call it.';
  if (permission === 'session') return 'Takes a person at a browser; a token cannot do it.';
  if (permission === 'signed-in') return 'Takes: being signed in.';
  return `Takes the permission ${permission}: ${permissions[permission as Permission]?.toLowerCase() ?? ''}.`;
};

export default async function ReferencePage() {
  await requireActor();
  const sections = readDocument(await openApiDocument());
  return (
    <>
      <PageHeader
        title="API reference"
        description={
          <>
            Everything that the interface can do, under <code className="font-mono text-xs">/api/v1</code>. The same as an{' '}
            <a className="focus-ring rounded-sm text-accent-ink underline underline-offset-2" href="/api/v1/spec.json">
              OpenAPI 3.1 document
            </a>
            . Every refusal has the same shape: code, message, requestId, and the fields to mend.
          </>
        }
      />
      <PageBody>
        <section aria-labelledby="reference-tokens">
          <h2 id="reference-tokens" className="mb-2 font-semibold text-base">
            Tokens
          </h2>
          <p className="mb-4 max-w-[72ch] text-muted text-sm">
            Scripts call the API with a token:{' '}
            <Link className="focus-ring rounded-sm text-accent-ink underline underline-offset-2" href="/settings/tokens">
              one of yours
            </Link>
            , or one of a service account of your team.
          </p>
          <UsingTokens origin={env().GATEHOUSE_URL} perMinute={env().GATEHOUSE_RATE_LIMIT} />
        </section>
        {sections.map((section) => (
          <section key={section.tag}>
            <h2 className="mb-2 font-semibold text-base">{section.tag}</h2>
            <div className="border-line border-t">
              {section.operations.map((operation) => (
                <OperationEntry key={operation.id} operation={operation} permission={requirement(operation.permission)} />
              ))}
            </div>
          </section>
        ))}
      </PageBody>
    </>
  );
}

import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { referenceItems } from '#components/catalogue/reference-items.ts';
import { ThreatForm } from '#components/catalogue/threat-form.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'Edit threat' };

type Props = { params: Promise<{ key: string }> };

export default async function EditThreatPage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  const context = await pageContext();
  const threat = await call(catalogueOperations.threat, { key }, { context }).catch(missing);
  const { items: listed } = await call(catalogueOperations.items, {}, { context });
  const { name, summary, description, affects, likelihood, applies, builtIn, version } = threat;
  const items = referenceItems(listed, builtIn);
  const known = threat.references.map(({ framework, item }) => `${framework.key}:${item.id}`);
  // A built-in entry keeps what it came with.
  const own = known.filter((reference) => !builtIn || items.some(({ value }) => value === reference));
  const shipped = builtIn ? known.filter((reference) => !own.includes(reference)) : null;
  return (
    <>
      <PageHeader
        title={builtIn ? `References of ${name}` : `Edit ${name}`}
        crumbs={[
          { label: 'Threats', href: '/catalogue' },
          { label: name, href: `/catalogue/threats/${key}` },
        ]}
      />
      <PageBody>
        <ThreatForm
          initial={{ key, name, summary, description, affects, likelihood, applies, references: own }}
          version={version}
          shipped={shipped}
          items={items}
        />
      </PageBody>
    </>
  );
}

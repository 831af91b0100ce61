import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ControlForm } from '#components/catalogue/control-form.tsx';
import { referenceItems } from '#components/catalogue/reference-items.ts';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'Edit control' };

type Props = { params: Promise<{ key: string }> };

export default async function EditControlPage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  const context = await pageContext();
  const control = await call(catalogueOperations.control, { key }, { context }).catch(missing);
  const { items: listed } = await call(catalogueOperations.items, {}, { context });
  const { threats } = await call(catalogueOperations.threats, {}, { context });
  const { name, summary, description, evidence, builtIn, version } = control;
  const items = referenceItems(listed, builtIn);
  const known = control.references.map(({ framework, item }) => `${framework.key}:${item.id}`);
  // A built-in entry keeps what it came with.
  const own = known.filter((reference) => !builtIn || items.some(({ value }) => value === reference));
  const shipped = builtIn ? known.filter((reference) => !own.includes(reference)) : null;
  const mitigates = control.threats.map(({ key: threat, reduces, strength, stages }) => ({ threat, reduces, strength, stages }));
  const shippedThreats = new Set(control.threats.filter(({ shippedStrength }) => shippedStrength !== null).map((threat) => threat.key));
  return (
    <>
      <PageHeader
        title={builtIn ? `Effects and references of ${name}` : `Edit ${name}`}
        crumbs={[
          { label: 'Controls', href: '/catalogue/controls' },
          { label: name, href: `/catalogue/controls/${key}` },
        ]}
      />
      <PageBody>
        <ControlForm
          initial={{ key, name, summary, description, evidence, mitigates, references: own }}
          version={version}
          shipped={shipped}
          items={items}
          threats={threats.map((threat) => ({
            key: threat.key,
            name: threat.name,
            stages: threat.stages,
            shipped: shippedThreats.has(threat.key),
          }))}
        />
      </PageBody>
    </>
  );
}

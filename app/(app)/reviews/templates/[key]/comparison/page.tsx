import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DifferenceView } from '#components/reviews/templates/difference-view.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';

export const metadata: Metadata = { title: 'Versions compared' };

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ from?: string; to?: string }> };

export default async function TemplateComparisonPage({ params, searchParams }: Props) {
  const { key } = await params;
  const { from = '1', to = '1' } = await searchParams;
  const context = await pageContext();
  const { content } = await call(templateOperations.get, { key }, { context }).catch(missing);
  const { fields, items, names } = await call(templateOperations.compare, { key, from, to }, { context }).catch(missing);
  return (
    <>
      <PageHeader
        title={`Version ${from} and version ${to}`}
        crumbs={[
          { label: 'Review templates', href: '/reviews/templates' },
          { label: content.name, href: `/reviews/templates/${key}` },
        ]}
      />
      <PageBody>
        <DifferenceView fields={fields} items={items} names={names} before={`Version ${from}`} after={`Version ${to}`} />
      </PageBody>
    </>
  );
}

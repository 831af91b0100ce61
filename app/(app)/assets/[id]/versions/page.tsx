import { call } from '@orpc/server';
import { VersionList } from '#components/versions/version-list.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function VersionsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { after } = await searchParams;
  const context = await pageContext();
  const [asset, page] = await Promise.all([
    pageAsset(id),
    call(versionOperations.list, { id, limit: 100, ...(typeof after === 'string' && { after }) }, { context }),
  ]).catch(missing);
  const nextHref = page.next && `/assets/${id}/versions?after=${encodeURIComponent(page.next)}`;
  return <VersionList assetId={id} rows={page.rows} nextHref={nextHref} mayRegister={asset.may.registerVersion} />;
}

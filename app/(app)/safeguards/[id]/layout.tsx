import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SafeguardHeader } from '#components/safeguards/safeguard-header.tsx';
import { pageSafeguard } from '#lib/risks/safeguards/request.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { control, asset } = await pageSafeguard((await params).id);
  return { title: asset ? `${control.name} · ${asset.name}` : control.name };
}

export default async function SafeguardLayout({ params, children }: Props) {
  const { id } = await params;
  return (
    <>
      <SafeguardHeader safeguard={await pageSafeguard(id)} />
      {children}
    </>
  );
}

import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { RiskHeader } from '#components/risks/risk-header.tsx';
import { pageRisk } from '#lib/risks/register/request.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const risk = await pageRisk((await params).id);
  return { title: `${risk.threatName} · ${risk.asset.name}` };
}

export default async function RiskLayout({ params, children }: Props) {
  const risk = await pageRisk((await params).id);
  return (
    <>
      <RiskHeader risk={risk} />
      {children}
    </>
  );
}

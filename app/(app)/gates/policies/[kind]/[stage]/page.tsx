import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cache } from 'react';
import { PolicyView } from '#components/gates/policy-view.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { gateOperations } from '#lib/gates/procedures.ts';
import type { GateOf } from '#lib/gates/rules.ts';

type Props = { params: Promise<GateOf> };

const pagePolicy = cache(async (kind: GateOf['kind'], stage: GateOf['stage']) =>
  call(gateOperations.policy, { kind, stage }, { context: await pageContext() }).catch(missing),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { kind, stage } = await params;
  const policy = await pagePolicy(kind, stage);
  return { title: `${kindLabels[policy.kind]} before ${stageLabels[policy.stage].toLowerCase()} · Gates` };
}

export default async function PolicyPage({ params }: Props) {
  const { kind, stage } = await params;
  return <PolicyView policy={await pagePolicy(kind, stage)} />;
}

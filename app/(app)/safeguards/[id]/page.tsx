import { call } from '@orpc/server';
import { SafeguardView } from '#components/safeguards/safeguard-view.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { safeguardOperations } from '#lib/risks/safeguards/procedures.ts';
import { pageSafeguard } from '#lib/risks/safeguards/request.ts';

export default async function SafeguardPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const context = await pageContext();
  const [safeguard, effect] = await Promise.all([pageSafeguard(id), call(safeguardOperations.effect, { id }, { context }).catch(missing)]);
  return <SafeguardView safeguard={safeguard} effect={effect} />;
}

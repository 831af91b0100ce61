import { expect, it, vi } from 'vitest';
import { request } from '#lib/client.ts';
import { findRisks } from './find-risks.tsx';

vi.mock('#lib/client.ts', () => ({ request: vi.fn() }));

it('asks for the worst few that match, and tells each with its level in words, its asset and its stage', async () => {
  const rows = [{ id: 'r1', threatName: 'Model theft', assetName: 'Churn', stage: 'deploy', level: 'unassessed' }];
  vi.mocked(request).mockResolvedValue({ rows } as never);
  const { signal } = new AbortController();
  const [found] = await findRisks('theft', signal);
  expect(request).toHaveBeenCalledWith('GET /risks', { q: 'theft', limit: 6 }, { signal });
  expect(found).toMatchObject({ label: 'Model theft', hint: 'Unassessed · Churn · Deployment', href: '/risks/r1' });
});

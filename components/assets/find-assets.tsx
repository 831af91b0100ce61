import type { PaletteItem } from '#components/layout/palette-sources.ts';
import { kindLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { KindIcon } from './kind-icon.tsx';

/** The assets that match best, for the palette: eight of them within the viewer's rights. */
export async function findAssets(text: string, signal: AbortSignal): Promise<readonly PaletteItem[]> {
  const { rows } = await request('GET /assets', { q: text, limit: 8 }, { signal });
  return rows.map((row) => ({
    id: row.id,
    label: row.name,
    hint: `${kindLabels[row.kind]} · ${row.teamName}`,
    icon: <KindIcon kind={row.kind} />,
    href: `/assets/${row.id}`,
  }));
}

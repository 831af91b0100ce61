import type { PaletteItem } from '#components/layout/palette-sources.ts';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { levelLabels, stageLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';

/** The worst risks that match, for the palette: six of them within the viewer's rights, each with the asset that it is a risk to. */
export async function findRisks(text: string, signal: AbortSignal): Promise<readonly PaletteItem[]> {
  const { rows } = await request('GET /risks', { q: text, limit: 6 }, { signal });
  return rows.map((row) => ({
    id: row.id,
    label: row.threatName,
    hint: `${levelLabels[row.level]} · ${row.assetName} · ${stageLabels[row.stage]}`,
    icon: <LevelShape state={row.level} />,
    href: `/risks/${row.id}`,
  }));
}

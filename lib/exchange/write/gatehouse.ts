import type { ExportAsset } from '../schema.ts';
import { exportRecord } from './export-record.ts';
import { inChunks } from './text-chunks.ts';

export type ExportOptions = { exportedAt: Date };

/** Gatehouse's own JSON export, version 1, as a stream of text: one asset a line. Reading it gives the same records back. */
export function writeGatehouse(assets: AsyncIterable<ExportAsset>, options: ExportOptions): AsyncGenerator<string> {
  return inChunks(lines(assets, options));
}

async function* lines(assets: AsyncIterable<ExportAsset>, { exportedAt }: ExportOptions): AsyncGenerator<string> {
  yield `{"format":"gatehouse-inventory","version":1,"exportedAt":"${exportedAt.toISOString()}","assets":[`;
  let separator = '\n';
  for await (const asset of assets) {
    const { level, levels, updatedAt } = asset;
    yield `${separator}${JSON.stringify({ ...exportRecord(asset), teamName: asset.team.name, ownerName: asset.owner?.name ?? null, level, levels, updatedAt })}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

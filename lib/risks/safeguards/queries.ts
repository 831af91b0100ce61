/** Safeguards as they stand on an asset's page and on a team's. */
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type AssetRisks, reducedBy, risksOfAsset } from './effects/queries.ts';
import { worthOf } from './effects/rules.ts';
import { namesOfSources, sourceOf, sourcesFor } from './inheritance/queries.ts';
import type { SafeguardState } from './rules.ts';
import type { AssetSafeguard, AssetSafeguards, ControlNames, Offers, Suggestion } from './schema.ts';

type Standing = {
  id: string;
  version: number;
  control: string;
  name: string;
  state: SafeguardState;
  reason: string | null;
  owner_name: string | null;
  due_at: Date | null;
  pieces: number;
  evidence_until: Date | null;
  inherited_from: string | null;
  heirs: number;
};

const standing = (where: Prisma.Sql) => Prisma.sql`
  SELECT s.id, s.version, s.control, c.name, s.state, s.reason, (SELECT u.name FROM users u WHERE u.id = s.owner_id) AS owner_name, s.due_at,
    (SELECT count(*)::int FROM evidence e WHERE e.safeguard_id = s.id AND e.removed_at IS NULL) AS pieces, s.evidence_until, s.inherited_from,
    (SELECT count(*)::int FROM safeguards h WHERE h.inherited_from = s.id) AS heirs
  FROM safeguards s JOIN controls c ON c.key = s.control WHERE ${where} ORDER BY lower(c.name), s.id`;

/**
 * The safeguards of an asset with the risks that each reduces, and the controls that nobody has considered for it yet, those first that would take off
 * most. @throws AppError `not_found`.
 */
export async function listOfAsset(actor: Actor, assetId: string): Promise<AssetSafeguards> {
  return read(scopeOf(actor), async (reader) => {
    const [asset] = await reader.rows<{ team_id: string; kind: Kind; status: string }>(
      Prisma.sql`SELECT a.team_id, a.kind, a.status FROM asset_list a WHERE a.id = ${assetId}::uuid`,
    );
    if (!asset) throw notFound('asset');
    const rows = await reader.rows<Standing>(standing(Prisma.sql`s.asset_id = ${assetId}::uuid`));
    const names = await namesOfSources(
      reader,
      rows.flatMap(({ inherited_from }) => (inherited_from ? [inherited_from] : [])),
    );
    const risks = await risksOfAsset(reader, assetId);
    return {
      safeguards: rows.map(
        (row): AssetSafeguard => ({
          id: row.id,
          version: row.version,
          control: row.control,
          name: row.name,
          state: row.state,
          reason: row.reason,
          ownerName: row.owner_name,
          dueAt: row.due_at?.toISOString() ?? null,
          evidence: row.pieces,
          evidenceUntil: row.evidence_until?.toISOString() ?? null,
          source: sourceOf(row.inherited_from, names),
          risks: reducedBy(row.control, risks),
        }),
      ),
      suggestions: asset.status === 'active' ? await suggestionsFor(reader, { id: assetId, teamId: asset.team_id }, rows, risks) : [],
      may: { edit: asset.status === 'active' && can(actor, 'safeguard.edit', { teamId: asset.team_id, kind: asset.kind }) },
    };
  });
}

async function suggestionsFor(
  reader: Reader,
  asset: { id: string; teamId: string },
  standingRows: readonly Standing[],
  risks: AssetRisks,
): Promise<Suggestion[]> {
  const considered = new Set(standingRows.map(({ control }) => control));
  const controls = await reader.rows<{ key: string; name: string; summary: string }>(
    Prisma.sql`SELECT key, name, summary FROM controls WHERE enabled AND key <> ALL (${[...considered]})`,
  );
  const byKey = new Map(controls.map((control) => [control.key, control]));
  const sources = await sourcesFor(reader, asset);
  return worthOf([...byKey.keys()], risks.risks, risks.catalogue).map(({ control, ...worth }) => ({
    control,
    name: byKey.get(control)?.name ?? control,
    summary: byKey.get(control)?.summary ?? '',
    ...worth,
    sources: sources.filter((source) => source.control === control).map(({ control: _, ...source }) => source),
  }));
}

/** What a team offers to its assets. @throws AppError `not_found` for a team that the actor may not read. */
export async function listOffers(actor: Actor, teamId: string): Promise<Offers> {
  if (!can(actor, 'asset.read', { teamId })) throw notFound('team');
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<Standing>(standing(Prisma.sql`s.team_id = ${teamId}::uuid AND s.asset_id IS NULL`)),
  );
  return {
    offers: rows.map((row) => ({
      id: row.id,
      control: row.control,
      name: row.name,
      state: row.state,
      evidence: row.pieces,
      evidenceUntil: row.evidence_until?.toISOString() ?? null,
      ownerName: row.owner_name,
      heirs: row.heirs,
    })),
    may: { edit: can(actor, 'safeguard.edit', { teamId }) },
  };
}

/** The controls that can be put on assets, by name. */
export async function listControlNames(actor: Actor): Promise<ControlNames> {
  const controls = await read(scopeOf(actor), (reader) =>
    reader.rows<ControlNames['controls'][number]>(
      Prisma.sql`SELECT key, name, summary FROM controls WHERE enabled ORDER BY lower(name), key`,
    ),
  );
  return { controls };
}

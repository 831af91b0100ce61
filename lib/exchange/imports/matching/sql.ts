import { Prisma } from '#prisma/generated/client.ts';

const told = (field: string, column: string, differs = `s.record ->> '${field}' IS DISTINCT FROM a.${column}`) =>
  `'${field}', CASE WHEN s.record ? '${field}' AND ${differs} THEN jsonb_build_array(a.${column}, s.record -> '${field}') END`;

/**
 * The fields in which a told row `s` differs from the asset `a`, each [before, after], or NULL. Fields of which the file does not speak are
 * left alone, and so is the stage, which changes at gates alone; `u` is the owner it names. `fillOrigin`: a reference is taken where there is none, and replaces none.
 */
export function changesOf(fillOrigin: boolean): Prisma.Sql {
  const origin = fillOrigin ? `a.origin_ref IS NULL AND s.record ->> 'originRef' IS NOT NULL` : undefined;
  const fields = [
    `'name', CASE WHEN s.name <> a.name THEN jsonb_build_array(a.name, s.name) END`,
    `'kind', CASE WHEN s.kind <> a.kind THEN jsonb_build_array(a.kind, s.kind) END`,
    told('description', 'description'),
    `'owner', CASE WHEN s.record ? 'owner' AND (u.id IS NOT NULL OR s.record ->> 'owner' IS NULL) AND u.id IS DISTINCT FROM a.owner_id THEN jsonb_build_array(a.owner_name, u.name) END`,
    told('criticality', 'criticality', `(s.record ->> 'criticality')::int <> a.criticality`),
    told('exposure', 'exposure'),
    told('dataClass', 'data_class'),
    told('tags', 'tags', `s.record -> 'tags' <> to_jsonb(a.tags)`),
    told('originRef', 'origin_ref', origin),
    told('status', 'status'),
  ];
  return Prisma.raw(`nullif(jsonb_strip_nulls(jsonb_build_object(${fields.join(', ')})), '{}')`);
}

/** What a row is told where the file names another stage than the one at which the asset stands. */
export const stageKept = 'Its stage was left as it is: an asset that exists goes to another stage at its gate.';

/** The notes of a told row `s`, and that the stage of the asset `a` was left as it is where the file names another. */
export const withStageKept = (notes: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN s.record ->> 'stage' <> a.stage THEN coalesce(${notes}, '[]') || jsonb_build_array(${stageKept}::text) ELSE ${notes} END`;

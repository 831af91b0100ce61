/**
 * The form of a risk catalogue: threats, the controls that reduce them, and the frameworks both refer to.
 * What a form cannot say (that a named threat exists, that a mitigation has a stage to work at) stands in check.ts.
 */
import { z } from 'zod';
import { kinds, stages } from '#lib/assets/rules.ts';
import { harms, reductions } from './check.ts';

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A key is lower-case words with hyphens.');
/** A framework's key may carry its edition, such as `slsa-1.2`. */
const frameworkKey = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'A framework key is lower-case words and numbers with hyphens.');
/** `framework:item`, such as `atlas:AML.T0020` or `nist-ai-rmf:MEASURE 2.7`. */
const reference = z.string().regex(/^[a-z0-9.-]+:\S.*$/, 'A reference is a framework, a colon and an item.');
const text = (most: number) => z.string().trim().min(1).max(most);
const words = { key, name: text(60), summary: text(140), description: text(1200) };

/** Bounds far above any catalogue that people can keep: each threat becomes a risk of each asset that it bears on. */
export const mostEntries = { threats: 500, controls: 1000, frameworks: 100, items: 2000, references: 200, mitigates: 300 } as const;
const listOf = <T extends z.ZodType>(what: keyof typeof mostEntries, each: T) =>
  z.array(each).max(mostEntries[what], `At most ${mostEntries[what]} ${what}.`);

/** The same form over an open or a closed vocabulary of kinds, stages, harms and reductions. */
const form = <Applies extends z.ZodType, Stage extends z.ZodType, Harm extends z.ZodType, Reduces extends z.ZodType>(
  applies: Applies,
  stage: Stage,
  harm: Harm,
  reduces: Reduces,
) =>
  z.strictObject({
    version: z.int().positive(),
    released: z.iso.date(),
    threats: listOf(
      'threats',
      z.strictObject({
        ...words,
        affects: z.array(harm).min(1),
        likelihood: z.int().min(1).max(5),
        applies,
        references: listOf('references', reference),
      }),
    ),
    controls: listOf(
      'controls',
      z.strictObject({
        ...words,
        evidence: text(600),
        references: listOf('references', reference),
        mitigates: listOf(
          'mitigates',
          z.strictObject({ threat: key, reduces, strength: z.int().min(1).max(3), stages: z.array(stage).optional() }),
        ),
      }),
    ),
    frameworks: listOf(
      'frameworks',
      z.strictObject({
        key: frameworkKey,
        name: text(80),
        edition: text(60),
        publisher: text(80),
        items: listOf('items', z.strictObject({ id: text(80), name: text(120), group: text(80) })),
      }),
    ),
  });

/** A catalogue as somebody wrote it: the right form, with words that Gatehouse may not know. check.ts names those. */
export const catalogueDraft = form(z.partialRecord(z.string(), z.array(z.string())), z.string(), z.string(), z.string());

/** A catalogue whose kinds, stages, harms and reductions are all known. */
export const catalogueFile = form(
  z.partialRecord(z.enum(kinds), z.array(z.enum(stages))),
  z.enum(stages),
  z.enum(harms),
  z.enum(reductions),
);

export type CatalogueDraft = z.infer<typeof catalogueDraft>;
export type Catalogue = z.infer<typeof catalogueFile>;
export type CatalogueThreat = Catalogue['threats'][number];
export type CatalogueControl = Catalogue['controls'][number];
export type CatalogueFramework = Catalogue['frameworks'][number];
export type Mitigation = CatalogueControl['mitigates'][number];

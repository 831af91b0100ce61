/** Templates of reviews: what is asked, of whom, by when. The shape of their content stands in ../schema.ts; here are lists, details and edits. */
import { z } from 'zod';
import { Kind, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';
import { ChecklistItem, Person, Subject, TemplateContent, TemplateKey, Time } from '../schema.ts';

export const TemplateListInput = z.strictObject({
  /** Words of the name, the key or the description. */
  q: z.string().trim().max(200).optional(),
  subject: several(Subject).optional(),
  kind: several(Kind).optional(),
  stage: several(Stage).optional(),
  state: several(z.enum(['on', 'off'])).optional(),
  origin: several(z.enum(['built-in', 'own'])).optional(),
  sort: z.enum(['name', '-name', 'open', '-open', 'days', '-days']).default('name'),
});
export type TemplateListInput = z.output<typeof TemplateListInput>;

export const TemplateRow = z.strictObject({
  key: TemplateKey,
  subject: Subject,
  name: z.string(),
  description: z.string(),
  kinds: z.array(Kind),
  stages: z.array(Stage),
  questions: z.int(),
  controls: z.int(),
  quorum: z.int(),
  /** It says who decides: only whoever manages reviews of the team may have others asked. */
  namesReviewers: z.boolean(),
  days: z.int(),
  validityDays: z.int(),
  builtIn: z.boolean(),
  enabled: z.boolean(),
  /** Its words are no longer those that came with Gatehouse. */
  edited: z.boolean(),
  /** A newer built-in version waits. */
  newer: z.boolean(),
  number: z.int(),
  /** Reviews that wait by it, within what the reader may see. */
  open: z.int(),
});
export type TemplateRow = z.output<typeof TemplateRow>;

export const ByKey = z.strictObject({ key: TemplateKey });
/** The number left out is the current one. */
export const ByNumber = z.strictObject({ key: TemplateKey, number: z.coerce.number().int().min(1).max(100_000).optional() });

export const TemplateVersion = z.strictObject({
  number: z.int(),
  createdAt: Time,
  createdBy: Person.nullable(),
  shipped: z.boolean(),
  /** Reviews that began with it, within what the reader may see. */
  reviews: z.int(),
});
export type TemplateVersion = z.output<typeof TemplateVersion>;

export const TemplateDetail = z.strictObject({
  key: TemplateKey,
  subject: Subject,
  builtIn: z.boolean(),
  enabled: z.boolean(),
  /** For edits: that of the template, not the number of its content. */
  version: z.int(),
  current: z.int(),
  number: z.int(),
  content: TemplateContent,
  /** Names of the controls, people and roles that the content refers to, by their keys and ids. */
  names: z.record(z.string(), z.string()),
  versions: z.array(TemplateVersion),
  edited: z.boolean(),
  /** The built-in content that Gatehouse brought along since; null where there is none newer. */
  newer: TemplateContent.nullable(),
  /** What asks by it. */
  uses: z.strictObject({
    open: z.int(),
    schedules: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
    policies: z.int(),
  }),
});
export type TemplateDetail = z.output<typeof TemplateDetail>;

export const NewTemplate = z.strictObject({
  /** Made from the name, when left out. */
  key: TemplateKey.optional(),
  subject: Subject,
  copyOf: TemplateKey.optional(),
  content: TemplateContent,
});
export type NewTemplate = z.output<typeof NewTemplate>;
const version = z.int().min(1);
export const TemplateEdit = z.strictObject({ key: TemplateKey, version, content: TemplateContent });
export const TemplateSwitch = z.strictObject({ key: TemplateKey, version, enabled: z.boolean() });
export const TakeNewer = z.strictObject({ key: TemplateKey, version });
export const TemplateAnswer = z.strictObject({ key: TemplateKey, number: z.int(), version: z.int() });
export type TemplateAnswer = z.output<typeof TemplateAnswer>;

/** What an editor of templates may choose from. */
export const TemplateChoices = z.strictObject({
  controls: z.array(z.strictObject({ key: z.string(), name: z.string() })),
  teamRoles: z.array(z.strictObject({ key: z.string(), name: z.string() })),
  organisationRoles: z.array(z.strictObject({ key: z.string(), name: z.string() })),
});
export type TemplateChoices = z.output<typeof TemplateChoices>;

export const Comparison = z.strictObject({
  fields: z.array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  items: z.array(
    z.strictObject({
      id: z.string(),
      what: z.enum(['added', 'removed', 'changed', 'moved']),
      from: z.int().nullable(),
      to: z.int().nullable(),
      before: ChecklistItem.nullable(),
      after: ChecklistItem.nullable(),
      fields: z.array(z.string()),
    }),
  ),
  names: z.record(z.string(), z.string()),
});
export type Comparison = z.output<typeof Comparison>;

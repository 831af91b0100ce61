import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { applyChange } from './changes/commands.ts';
import { previewChange } from './changes/queries.ts';
import { Applied, ApplyInput, ChangePreview, PreviewInput } from './changes/schema.ts';
import { exportCatalogue, exportFramework } from './exports/queries.ts';
import {
  ByKey,
  ControlDetail,
  ControlListInput,
  ControlRow,
  FileAnswer,
  FrameworkDetail,
  FrameworkRow,
  Nothing,
  Overview,
  ReferableItem,
  Scoring,
  ThreatDetail,
  ThreatListInput,
  ThreatRow,
} from './schema.ts';
import {
  getControl,
  getFramework,
  getOverview,
  getScoring,
  getThreat,
  listControls,
  listFrameworks,
  listItems,
  listThreats,
} from './views/queries.ts';

const tag = 'Catalogue';
const reading = { permission: 'asset.read', tag } as const;

export const catalogueOperations = {
  overview: operation(
    'GET /catalogue',
    { ...reading, summary: 'How much the catalogue holds, and whether a newer built-in one waits', input: Nothing, output: Overview },
    ({ actor }) => getOverview(actor),
  ),
  threats: operation(
    'GET /catalogue/threats',
    { ...reading, summary: 'List threats', input: ThreatListInput, output: z.object({ threats: z.array(ThreatRow) }) },
    async ({ actor, input }) => ({ threats: await listThreats(actor, input) }),
  ),
  threat: operation(
    'GET /catalogue/threats/{key}',
    { ...reading, summary: 'Get a threat, what reduces it, and on how many assets it bears', input: ByKey, output: ThreatDetail },
    ({ actor, input }) => getThreat(actor, input.key),
  ),
  controls: operation(
    'GET /catalogue/controls',
    { ...reading, summary: 'List controls', input: ControlListInput, output: z.object({ controls: z.array(ControlRow) }) },
    async ({ actor, input }) => ({ controls: await listControls(actor, input) }),
  ),
  control: operation(
    'GET /catalogue/controls/{key}',
    { ...reading, summary: 'Get a control, what it reduces, and how it stands on assets', input: ByKey, output: ControlDetail },
    ({ actor, input }) => getControl(actor, input.key),
  ),
  frameworks: operation(
    'GET /catalogue/frameworks',
    { ...reading, summary: 'List frameworks', input: Nothing, output: z.object({ frameworks: z.array(FrameworkRow) }) },
    async ({ actor }) => ({ frameworks: await listFrameworks(actor) }),
  ),
  framework: operation(
    'GET /catalogue/frameworks/{key}',
    { ...reading, summary: 'Get a framework: its items, what serves them, coverage and evidence', input: ByKey, output: FrameworkDetail },
    ({ actor, input }) => getFramework(actor, input.key),
  ),
  items: operation(
    'GET /catalogue/items',
    {
      ...reading,
      summary: 'List the items of all frameworks, which entries can refer to',
      input: Nothing,
      output: z.object({ items: z.array(ReferableItem) }),
    },
    async ({ actor }) => ({ items: await listItems(actor) }),
  ),
  exportFramework: operation(
    'GET /catalogue/frameworks/{key}/export',
    { ...reading, summary: 'Export a framework with its coverage as CSV', input: ByKey, output: FileAnswer, detailed: true },
    ({ actor, input }) => exportFramework(actor, input),
  ),
  scoring: operation(
    'GET /catalogue/scoring',
    { ...reading, summary: 'Get the matrix of levels, and how long assessments hold', input: Nothing, output: Scoring },
    ({ actor }) => getScoring(actor),
  ),
  export: operation(
    'GET /catalogue/export',
    {
      ...reading,
      summary: 'Export the catalogue as the JSON that an import takes',
      input: z.strictObject({ only: z.enum(['all', 'own']).default('all') }),
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input }) => exportCatalogue(actor, input, now()),
  ),
  preview: operation(
    'POST /catalogue/changes/preview',
    {
      permission: 'catalogue.manage',
      tag,
      summary: 'What a change of the catalogue would change, and how many assets would move level; changes nothing',
      input: PreviewInput,
      output: ChangePreview,
    },
    ({ actor, input }) => previewChange(actor, input.change),
  ),
  change: operation(
    'POST /catalogue/changes',
    {
      permission: 'catalogue.manage',
      tag,
      summary: 'Change the catalogue: an entry, a strength, the scoring, a newer built-in version, or a file',
      input: ApplyInput,
      output: Applied,
    },
    ({ actor, input, context }) => applyChange(actor, actOf(context), input),
  ),
};

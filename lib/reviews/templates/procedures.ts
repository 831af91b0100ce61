import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { TemplateKey } from '../schema.ts';
import { addTemplate, editTemplate, switchTemplate, takeNewer } from './commands.ts';
import { compareTemplate, getTemplate, listTemplates, templateChoices } from './queries.ts';
import {
  ByNumber,
  Comparison,
  NewTemplate,
  TakeNewer,
  TemplateAnswer,
  TemplateChoices,
  TemplateDetail,
  TemplateEdit,
  TemplateListInput,
  TemplateRow,
  TemplateSwitch,
} from './schema.ts';

const tag = 'Review templates';
const reading = { permission: 'asset.read', tag } as const;
const managing = { permission: 'template.manage', tag } as const;
const number = z.coerce.number().int().min(1).max(100_000);

export const templateOperations = {
  list: operation(
    'GET /reviews/templates',
    { ...reading, summary: 'List templates of reviews', input: TemplateListInput, output: z.object({ templates: z.array(TemplateRow) }) },
    async ({ actor, input }) => ({ templates: await listTemplates(actor, input) }),
  ),
  choices: operation(
    'GET /reviews/template-choices',
    {
      ...managing,
      summary: 'List the controls and roles that a template can name',
      input: z.strictObject({}),
      output: TemplateChoices,
    },
    ({ actor }) => templateChoices(actor),
  ),
  get: operation(
    'GET /reviews/templates/{key}',
    { ...reading, summary: 'Get a template: what it asks, its versions, and what asks by it', input: ByNumber, output: TemplateDetail },
    ({ actor, input }) => getTemplate(actor, input),
  ),
  compare: operation(
    'GET /reviews/templates/{key}/comparison',
    {
      ...reading,
      summary: 'What differs between two versions of a template',
      input: z.strictObject({ key: TemplateKey, from: number, to: number }),
      output: Comparison,
    },
    ({ actor, input }) => compareTemplate(actor, input),
  ),
  add: operation(
    'POST /reviews/templates',
    { ...managing, summary: 'Add a template of reviews, new or as a copy', input: NewTemplate, output: TemplateAnswer, status: 201 },
    ({ actor, input, context }) => addTemplate(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /reviews/templates/{key}',
    {
      ...managing,
      summary: 'Give a template new content, as its next version; reviews that began keep theirs',
      input: TemplateEdit,
      output: TemplateAnswer,
    },
    ({ actor, input, context }) => editTemplate(actor, actOf(context), input),
  ),
  switch: operation(
    'POST /reviews/templates/{key}/switch',
    {
      ...managing,
      summary: 'Switch a template on or off; a switched-off one begins no more reviews',
      input: TemplateSwitch,
      output: TemplateAnswer,
    },
    ({ actor, input, context }) => switchTemplate(actor, actOf(context), input),
  ),
  takeNewer: operation(
    'POST /reviews/templates/{key}/newer',
    {
      ...managing,
      summary: 'Take the newer built-in version of a template in place of the one that stands',
      input: TakeNewer,
      output: TemplateAnswer,
    },
    ({ actor, input, context }) => takeNewer(actor, actOf(context), input),
  ),
};

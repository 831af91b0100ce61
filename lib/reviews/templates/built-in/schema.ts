/** The templates that come with Gatehouse, read from their files. Each is a template's content with its key and its subject. */
import { z } from 'zod';
import { Subject, TemplateContent, TemplateKey } from '../../schema.ts';
import dataset from './data/dataset.json' with { type: 'json' };
import governance from './data/governance.json' with { type: 'json' };
import infrastructure from './data/infrastructure.json' with { type: 'json' };
import model from './data/model.json' with { type: 'json' };
import pipeline from './data/pipeline.json' with { type: 'json' };
import repository from './data/repository.json' with { type: 'json' };
import transitions from './data/transitions.json' with { type: 'json' };

export const BuiltInTemplate = TemplateContent.extend({ key: TemplateKey, subject: Subject });
export type BuiltInTemplate = z.output<typeof BuiltInTemplate>;

let read: readonly BuiltInTemplate[] | undefined;

/**
 * The built-in templates, in the order of their files; read once.
 * @throws {ZodError} should a file not have the form
 */
export function builtInTemplates(): readonly BuiltInTemplate[] {
  read ??= z
    .array(BuiltInTemplate)
    .parse([...dataset, ...model, ...pipeline, ...infrastructure, ...repository, ...governance, ...transitions]);
  return read;
}

/** What of a built-in template goes into a version: its content without what the template itself says. */
export function contentOf({ key: _key, subject: _subject, ...content }: BuiltInTemplate): TemplateContent {
  return content;
}

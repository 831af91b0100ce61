import { ImportRecord } from '../schema.ts';
import type { Draft } from './cyclonedx-record.ts';
import { type Facts, factsOf, isFacts, textOf } from './facts.ts';
import { parseBounded } from './parse-bounded.ts';
import { keyNotes, type UniqueKeys } from './unique-keys.ts';

/** The property in which Gatehouse's own bills of materials carry what CycloneDX has no place for: the record without ref and name. */
export const ownProperty = 'gatehouse:record';

/** Whether Gatehouse itself wrote the component; its kind then stands in the property, whatever the component's type. */
export function isOwn(component: Facts): boolean {
  return factsOf(component.properties).some((property) => property.name === ownProperty);
}

/**
 * Reads back a component that Gatehouse itself wrote; undefined for everyone else's. Name, description and ref are the component's own, so that
 * editing them in the file works.
 */
export function readOwnProperties(component: Facts, ref: string, keys: UniqueKeys): Draft | { rejected: string } | undefined {
  const told = factsOf(component.properties).find((property) => property.name === ownProperty)?.value;
  if (typeof told !== 'string') return undefined;
  const parsed = parseBounded(told);
  if (parsed === undefined) return { rejected: `the property ${ownProperty} is not JSON` };
  const record = ImportRecord.safeParse({
    ...(isFacts(parsed) ? parsed : {}),
    ref,
    name: component.name,
    ...(textOf(component.description) ? { description: component.description } : {}),
  });
  if (!record.success) {
    const issue = record.error.issues[0];
    return { rejected: `the property ${ownProperty}: ${issue?.path.join('.')}: ${issue?.message}` };
  }
  const key = keys.unique(record.data.key);
  return { record: { ...record.data, key }, notes: keyNotes(record.data.key, key) };
}

import type { Kind } from '#lib/assets/rules.ts';
import type { ImportedVersion, ImportRecord } from '../schema.ts';
import { sha256Of, versionOfComponent } from './cyclonedx-version.ts';
import { type Facts, isFacts, shorten, textOf, textsOf } from './facts.ts';
import { lastOfPath, type UniqueKeys } from './unique-keys.ts';
import { interpretDataClass } from './values.ts';

export type Draft = { record: ImportRecord; notes: string[] };

/** What a record starts from; whatever does not fit a column goes whole into the version's metadata, with a note. */
export function draftRecord(given: {
  ref: string;
  kind: Kind;
  key: string;
  name: string;
  description?: string | undefined;
  originRef?: string | undefined;
  version: ImportedVersion;
}): Draft {
  const notes: string[] = [];
  const { metadata } = given.version;
  const plainName = given.name.replace(/\p{Cc}+/gu, ' ').trim();
  const name = shorten(lastOfPath(plainName) || plainName || 'Unnamed', 200);
  if (name !== given.name) {
    metadata.name = given.name;
    notes.push(`The name is shown as "${name}"; the file gives "${shorten(given.name, 300)}".`);
  }
  const description = given.description?.trim();
  if (description !== undefined && description.length > 10_000) {
    metadata.description = given.description;
    notes.push('The description is cut at 10,000 characters; the whole of it is in the metadata.');
  }
  const record: ImportRecord = {
    ref: given.ref,
    kind: given.kind,
    key: given.key,
    name,
    origin: 'file',
    versions: [given.version],
    relations: [],
  };
  if (description) record.description = shorten(description, 10_000);
  if (given.originRef && given.originRef.length <= 2048) record.originRef = given.originRef;
  return { record, notes };
}

/** An asset from a CycloneDX component. `place` stands in for a bom-ref that is not given. */
export function draftOfComponent(component: Facts, kind: Kind, ref: string, keys: UniqueKeys): Draft {
  const name = textOf(component.name) ?? 'Unnamed';
  const group = textOf(component.group);
  const purl = textOf(component.purl);
  const draft = draftRecord({
    ref,
    kind,
    key: keys.take(purl, group ? `${group}/${name}` : name, sha256Of(component)),
    name,
    description: textOf(component.description),
    originRef: purl ?? textOf(component['bom-ref']),
    version: versionOfComponent(component, kind),
  });
  const tags = textsOf(component.tags);
  const fitting = tags.map((tag) => tag.trim()).filter((tag) => tag.length <= 50 && !/\p{Cc}/u.test(tag));
  if (fitting.length > 0) draft.record.tags = [...new Set(fitting)].sort().slice(0, 50);
  if (kind === 'dataset') readClassification(component, draft);
  return draft;
}

function readClassification(component: Facts, draft: Draft): void {
  const data = Array.isArray(component.data) ? component.data : [];
  const told = [component, ...data].filter(isFacts).map((entry) => textOf(entry.classification));
  const found = told.find(Boolean);
  if (!found) return;
  const dataClass = interpretDataClass(found);
  if (!dataClass)
    draft.notes.push(`The classification "${shorten(found, 80)}" is kept in the metadata; it is none of Gatehouse's data classes.`);
  else {
    draft.record.dataClass = dataClass;
    if (dataClass !== found) draft.notes.push(`The classification "${shorten(found, 80)}" is taken as ${dataClass}.`);
  }
}

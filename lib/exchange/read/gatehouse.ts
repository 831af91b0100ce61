import { limits as defaultLimits, type Limits } from '../rules.ts';
import { ImportRecord, type Reading } from '../schema.ts';
import { isFacts, shorten, without } from './facts.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';
import { SeenKeys } from './seen-keys.ts';
import { keyNotes, UniqueKeys } from './unique-keys.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** What an export tells beside each record and an import does not take: it is computed or belongs to another place. */
const toldOnly = ['teamName', 'ownerName', 'level', 'levels', 'updatedAt'];

/**
 * Reads Gatehouse's own JSON export, version 1, one asset at a time. Each asset is an ImportRecord; refs must be unique. A
 * key that two teams used is made unique, since all of it goes into one team. Throws `UnreadableFile`.
 */
export async function* readGatehouse(input: AsyncIterable<Uint8Array>, options: { limits?: Limits } = {}): AsyncGenerator<Reading> {
  const limits = options.limits ?? defaultLimits;
  const seen = { refs: new SeenKeys(), keys: new UniqueKeys() };
  const facts: Record<string, unknown> = {};
  const counts = { records: 0, rejected: 0, components: 0, relations: 0 };
  for await (const item of readJsonItems(input, new Set(['assets']), limits)) {
    if (item.key !== 'assets' || item.index === null) {
      readHead(item, facts);
      continue;
    }
    if (counts.records + counts.rejected >= limits.maxRecords)
      throw new UnreadableFile(item.path, `the file holds more than ${limits.maxRecords} assets`);
    const reading = readAsset(item, seen);
    if ('record' in reading) {
      counts.records += 1;
      counts.relations += reading.record.relations.length;
    } else counts.rejected += 1;
    yield reading;
  }
  if (facts.format !== 'gatehouse-inventory') throw new UnreadableFile('', 'This JSON does not say "format": "gatehouse-inventory".');
  if (facts.version === undefined) throw new UnreadableFile('', 'This Gatehouse export does not say its version; version 1 is read.');
  yield { place: '$', summary: { format: 'gatehouse', version: String(facts.version), facts, notes: [], counts } };
}

function readHead(item: JsonItem, facts: Record<string, unknown>): void {
  if (!['format', 'version', 'exportedAt', 'filters'].includes(item.key)) {
    throw new UnreadableFile(item.path, 'a Gatehouse export holds format, version, exportedAt, filters and the list assets only');
  }
  if ('refused' in item) throw new UnreadableFile(item.path, item.refused);
  if (item.key === 'version' && item.value !== 1)
    throw new UnreadableFile(
      item.path,
      `this is version ${shorten(JSON.stringify(item.value), 20)} of the Gatehouse export: version 1 is read`,
    );
  facts[item.key] = item.value;
}

function readAsset(item: JsonItem, { refs, keys }: { refs: SeenKeys; keys: UniqueKeys }): Reading {
  const place = item.path;
  if ('refused' in item) return { place, rejected: item.refused };
  if (!isFacts(item.value)) return { place, rejected: 'an object was expected' };
  const parsed = ImportRecord.safeParse(without(item.value, ...toldOnly));
  if (!parsed.success) {
    const reasons = parsed.error.issues.slice(0, 20).map((issue) => `${[place, ...issue.path].join('.')}: ${issue.message}`);
    return { place, rejected: reasons.join('; ') };
  }
  const earlier = refs.get(parsed.data.ref);
  if (earlier !== undefined) return { place, rejected: `the ref "${shorten(parsed.data.ref, 80)}" is already that of assets[${earlier}]` };
  refs.set(parsed.data.ref, item.index ?? 0);
  const key = keys.unique(parsed.data.key);
  return { place, record: { ...parsed.data, key }, notes: keyNotes(parsed.data.key, key) };
}

import { describe, expect, it } from 'vitest';
import { initialListState } from '#components/data/list/list-state.ts';
import { ExportInput } from '#lib/exchange/exports/schema.ts';
import { timelineEvents } from './activity-events.ts';
import { assetDefinition } from './asset-definition.tsx';
import { checkValues, keyOf, newValues, stageOf } from './asset-values.ts';
import { toReport } from './bulk-actions.tsx';
import { bulkChange } from './bulk-change.ts';
import { exportLinks } from './export-links.tsx';
import { fieldWords } from './field-words.ts';
import { filterInput, isFacet, listInput, unknownValues } from './list-input.ts';
import { addTags } from './tags-input.tsx';

const start = initialListState(assetDefinition);
const team = { id: 't1', name: 'Fraud', kinds: ['model', 'dataset'] as const };

describe('what the list asks of the API', () => {
  it('joins several values and leaves out what is not set', () => {
    expect(filterInput({ ...start, q: 'fraud', filters: { tag: ['a,b', 'c'], owner: ['none'] } })).toEqual({
      q: 'fraud',
      tag: 'a\\,b,c',
      owner: 'none',
    });
  });
  it('names a sort only where one was chosen, so that a text is ranked', () => {
    expect(listInput({ ...start, q: 'fraud' }).sort).toBeUndefined();
    expect(listInput({ ...start, q: 'fraud', sort: '-level', cursor: { after: 'x' } })).toMatchObject({ sort: '-level', after: 'x' });
  });
  it('counts the values of every filter but those that have none to count', () => {
    const counted = assetDefinition.filters.map((filter) => filter.id).filter(isFacet);
    expect(assetDefinition.filters.map((filter) => filter.id).filter((id) => !counted.some((each) => each === id))).toEqual([
      'posture',
      'versions',
      'releasedOn',
      'incidentOn',
      'changedSince',
    ]);
  });
  it('names the filters of an address that hold what there is not', () => {
    const state = { ...start, filters: { kind: ['banana'], stage: ['deploy'] } };
    expect(unknownValues(state, { 'kind.0': 'Invalid option' }, assetDefinition.filters)).toContain('Kind “banana”');
    expect(unknownValues(state, { after: 'not a cursor' }, assetDefinition.filters)).toBeNull();
  });
});

describe('the links that export a list', () => {
  const parameters = (id: string, state: typeof start) =>
    Object.fromEntries(new URL(exportLinks(state).find((link) => link.id === id)?.href ?? '', 'http://localhost').searchParams);
  it('carry all filters, the order and the columns shown', () => {
    const state = {
      ...start,
      q: 'fraud',
      filters: { kind: ['model', 'dataset'] },
      sort: '-changed',
      columns: ['owner', 'changed'],
      view: 'v',
    };
    const common = { q: 'fraud', kind: 'model,dataset', sort: '-changed' };
    expect(parameters('csv', state)).toEqual({ ...common, format: 'csv', columns: 'key,name,owner,updatedAt' });
    expect(parameters('cyclonedx', state)).toEqual({ ...common, format: 'cyclonedx' });
  });
  it('ask for nothing that the export does not know', () => {
    const all = {
      ...start,
      columns: assetDefinition.columns.map((column) => column.id),
      density: 'compact' as const,
      cursor: { after: 'x' },
    };
    for (const link of exportLinks(all)) {
      const query = Object.fromEntries(new URL(link.href, 'http://localhost').searchParams);
      expect(ExportInput.safeParse(query).error?.issues ?? [], link.id).toEqual([]);
    }
  });
});

describe('a bulk change', () => {
  it('is made of a complete form alone', () => {
    expect(bulkChange('owner', {})).toBeNull();
    expect(bulkChange('owner', { ownerId: null })).toEqual({ field: 'owner', ownerId: null });
    expect(bulkChange('status', { status: 'nowhere' })).toBeNull();
    expect(bulkChange('criticality', { criticality: 0 })).toBeNull();
    expect(bulkChange('criticality', { criticality: 5 })).toEqual({ field: 'criticality', criticality: 5 });
    expect(bulkChange('tags', { add: [], remove: [] })).toBeNull();
    expect(bulkChange('tags', { add: ['a'], remove: [] })).toEqual({ field: 'tags', add: ['a'], remove: [] });
    expect(bulkChange('team', { teamId: '' })).toBeNull();
    expect(bulkChange('status', { status: 'retired' })).toEqual({ field: 'status', status: 'retired' });
  });
  it('is reported by name and reason where it was refused', () => {
    const result = { message: 'Retired: restore it first.', name: 'Old', id: '1' };
    expect(
      toReport({
        operationId: 'o',
        undoUntil: null,
        changed: 1,
        results: [
          { ...result, outcome: 'refused' },
          { ...result, id: '2', outcome: 'unchanged' },
          { ...result, id: '3', outcome: 'changed' },
        ],
      }),
    ).toEqual({
      done: 1,
      unchanged: 1,
      failures: [{ id: '1', label: 'Old', reason: 'Retired: restore it first.' }],
      operationId: 'o',
      undoUntil: undefined,
    });
  });
});

describe('the form of a new asset', () => {
  it('chooses where there is no choice', () => {
    expect(newValues([team], 'me')).toMatchObject({ teamId: 't1', kind: '', ownerId: 'me' });
    expect(newValues([{ ...team, kinds: ['model'] }], 'me').kind).toBe('model');
    expect(newValues([team, { ...team, id: 't2' }], 'me').teamId).toBe('');
  });
  it('makes the key of the name until one is typed, and the stage of the kind', () => {
    expect(keyOf({ key: '', name: 'Fraud scoring (v2)' })).toBe('fraud-scoring-v2');
    expect(keyOf({ key: '', name: '  ' })).toBe('');
    expect(keyOf({ key: 'mine', name: 'Fraud' })).toBe('mine');
    expect(stageOf({ stage: '', kind: 'dataset' })).toBe('collect');
    expect(stageOf({ stage: 'monitor', kind: 'dataset' })).toBe('monitor');
    expect(stageOf({ stage: '', kind: '' })).toBe('');
  });
  it('says what is missing at its field', () => {
    expect(Object.keys(checkValues(newValues([team], 'me')))).toEqual(['kind', 'name']);
  });
  it('takes tags apart at commas, without doubles', () => {
    expect(addTags(['pii'], ' pii, payments ,,')).toEqual(['pii', 'payments']);
  });
});

describe('the activity', () => {
  const entry = { id: '1', at: '2026-11-22T00:00:00.000Z', actorName: 'Marta', operationId: 'o', before: null, after: null };
  it('says each changed field in human words, in the order of the form', () => {
    const before = { stage: 'develop', ownerId: 'u1', tags: ['a'] };
    const after = { stage: 'deploy', ownerId: null, tags: [] };
    const [event] = timelineEvents([{ ...entry, event: 'asset.edited', before, after }], { u1: 'Olga' });
    expect(event?.what).toBe('edited this asset');
    expect(event?.changes).toEqual([
      { field: 'Owner', before: 'Olga', after: 'Nobody' },
      { field: 'Stage', before: 'Development', after: 'Deployment' },
      { field: 'Tags', before: 'a', after: 'nothing' },
    ]);
  });
  it('names a single field in the sentence', () => {
    const [event] = timelineEvents([{ ...entry, event: 'asset.edited', before: { criticality: 4 }, after: { criticality: 5 } }], {});
    expect(event?.what).toBe('changed the criticality');
  });
  it('tells lineage of one act in one line, and of two acts in two', () => {
    const line = (id: string, operationId: string) => ({
      ...entry,
      id,
      operationId,
      event: 'lineage.recorded',
      after: { relation: 'trained_on' },
    });
    const events = timelineEvents([line('1', 'a'), line('2', 'a'), line('3', 'b')], {});
    expect(events.map((event) => event.what)).toEqual(['recorded lineage: 2 relations', 'recorded lineage']);
  });
  it('shows an event it does not know by its name', () => {
    expect(timelineEvents([{ ...entry, event: 'asset.reviewed_twice' }], {})[0]?.what).toBe('asset reviewed twice');
  });
  it('does not show ids where a name is not to be had', () => {
    expect(fieldWords('ownerId', 'u9')).toBe('Somebody');
    expect(fieldWords('teamId', 't9')).toBe('Another team');
    expect(fieldWords('kind', 'model')).toBe('Model');
  });
});

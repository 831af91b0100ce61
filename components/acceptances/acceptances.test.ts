import { describe, expect, it } from 'vitest';
import { initialListState } from '#components/data/list/list-state.ts';
import { acceptanceSorts } from '#lib/risks/acceptances/rules.ts';
import { AcceptanceFilter } from '#lib/risks/acceptances/schema.ts';
import { acceptanceDefinition, type ListedAcceptance } from './acceptance-definition.tsx';
import { decisionActions, requestAcceptances } from './bulk-actions.tsx';
import { filterInput, isFacet, listInput } from './list-input.ts';

const start = initialListState(acceptanceDefinition);
const row: ListedAcceptance = {
  id: '1',
  assetName: 'Fraud scoring',
  kind: 'model',
  teamName: 'Fraud',
  threatName: 'Model theft',
  stage: 'deploy',
  status: 'granted',
  severity: 'high',
  riskSeverity: 'high',
  until: '2027-03-03T22:59:59.000Z',
  untilDay: '3 Mar 2027',
  requestedAt: '2026-11-23T12:00:00.000Z',
  requesterName: 'Asha',
  mayDecide: false,
};
const cell = (id: string, more: Partial<ListedAcceptance>) =>
  acceptanceDefinition.columns.find((column) => column.id === id)?.cell({ ...row, ...more });

describe('the list of acceptances', () => {
  it('asks for what the API knows', () => {
    const ids = acceptanceDefinition.filters.map(({ id }) => id);
    expect(ids.filter((id) => !Object.hasOwn(AcceptanceFilter.shape, id))).toEqual([]);
    expect(ids.filter((id) => !isFacet(id))).toEqual(['until']);
    const keys = acceptanceDefinition.columns.flatMap(({ sortKey }) => (sortKey ? [sortKey, `-${sortKey}`] : []));
    expect(keys.sort()).toEqual([...acceptanceSorts].sort());
    expect(listInput({ ...start, q: 'x', filters: { status: ['requested', 'granted'] }, sort: 'until', cursor: { after: 'c' } })).toEqual({
      q: 'x',
      status: 'requested,granted',
      sort: 'until',
      after: 'c',
    });
    expect(filterInput(start)).toEqual({});
  });

  it('says what an acceptance covers, and where the risk has risen past it', () => {
    expect(cell('severity', {})).toBe('High');
    expect(cell('severity', { riskSeverity: 'critical' })).toBe('High, now critical');
    expect(cell('severity', { riskSeverity: 'low' })).toBe('High');
    expect(cell('severity', { riskSeverity: 'critical', status: 'ended' })).toBe('High');
    expect(cell('status', {})).toBe('Accepted');
  });

  it('lets many be asked for with a reason and a day, and refused with a note', () => {
    const { ready } = requestAcceptances();
    const [reason, until] = ['The feed is closed in March.', '2027-03-03'];
    expect([ready?.({ reason, until }), ready?.({ reason: 'Too short.', until }), ready?.({ reason, until: '' })]).toEqual([
      true,
      false,
      false,
    ]);
    const [grant, refuse] = decisionActions;
    expect([grant?.ready?.({ note: '' }) ?? true, refuse?.ready?.({ note: ' ' }), refuse?.ready?.({ note: 'No.' })]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

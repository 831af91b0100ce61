import { z } from 'zod';
import { operation } from '../procedure.ts';
import { countAuditFacet, countEvents, listEvents, nameAuditFilter } from './list/queries.ts';
import { getAuditStatus, getEvent } from './queries.ts';
import {
  AuditDetail,
  AuditFacetCounts,
  AuditFacetInput,
  AuditFilter,
  AuditListInput,
  AuditNames,
  AuditPage,
  AuditStatus,
  AuditTotal,
} from './schema.ts';

const tag = 'Audit log';

export const auditOperations = {
  list: operation(
    'GET /audit',
    { permission: 'audit.read', tag, summary: 'List events of the audit log', input: AuditListInput, output: AuditPage },
    ({ actor, input }) => listEvents(actor, input),
  ),
  total: operation(
    'GET /audit/total',
    { permission: 'audit.read', tag, summary: 'Count the events that match, exactly up to 10,000', input: AuditFilter, output: AuditTotal },
    ({ actor, input }) => countEvents(actor, input),
  ),
  facet: operation(
    'GET /audit/facets',
    {
      permission: 'audit.read',
      tag,
      summary: 'Count the values of one filter of the audit log',
      input: AuditFacetInput,
      output: AuditFacetCounts,
    },
    ({ actor, input }) => countAuditFacet(actor, input),
  ),
  names: operation(
    'GET /audit/filter-names',
    {
      permission: 'audit.read',
      tag,
      summary: 'Name the people, things and teams that a filter of the audit log holds',
      input: AuditFilter.pick({ actor: true, team: true, target: true }),
      output: AuditNames,
    },
    ({ actor, input }) => nameAuditFilter(actor, input),
  ),
  status: operation(
    'GET /audit/status',
    {
      permission: 'audit.read',
      tag,
      summary: 'How far the audit log was sealed, signed and verified, and with which key',
      input: z.strictObject({}),
      output: AuditStatus,
    },
    () => getAuditStatus(),
  ),
  get: operation(
    'GET /audit/{id}',
    {
      permission: 'audit.read',
      tag,
      summary: 'Get an event of the audit log',
      input: z.strictObject({ id: z.uuid() }),
      output: AuditDetail,
    },
    ({ actor, input }) => getEvent(actor, input.id),
  ),
};

import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { momentOf } from './moments.ts';
import type { PersonKey } from './people.ts';

type DemoView = {
  list?: 'risks' | 'safeguards' | 'acceptances';
  name: string;
  by: PersonKey;
  query: string;
  shared: boolean;
  daysAgo: number;
};

/** Lists that people of the bank come back to; the queries are those of the list's address. */
export const views: DemoView[] = [
  { name: 'Nobody owns these', by: 'priya', query: 'owner=none', shared: true, daysAgo: 140 },
  { name: 'Open to the internet', by: 'mateus', query: 'exposure=public&sort=-criticality', shared: true, daysAgo: 92 },
  {
    name: 'Restricted data seen by partners',
    by: 'mateus',
    query: 'dataClass=restricted&exposure=partner%2Cpublic',
    shared: true,
    daysAgo: 88,
  },
  { name: 'Third-party base models', by: 'aroha', query: 'tag=base-model', shared: true, daysAgo: 51 },
  { name: 'Fraud models in production', by: 'dana', query: 'team=fraud-analytics&kind=model&stage=monitor', shared: false, daysAgo: 37 },
  {
    name: 'My datasets under validation',
    by: 'yusuf',
    query: 'team=fraud-analytics&kind=dataset&stage=validate',
    shared: false,
    daysAgo: 22,
  },
  { list: 'risks', name: 'High and critical, overdue', by: 'priya', query: 'level=high%2Ccritical&due=overdue', shared: true, daysAgo: 68 },
  {
    list: 'risks',
    name: 'High and without a plan',
    by: 'mateus',
    query: 'level=high%2Ccritical&treatment=none',
    shared: true,
    daysAgo: 33,
  },
  { list: 'risks', name: 'Ours this week', by: 'dana', query: 'team=fraud-analytics&due=overdue%2C7d', shared: false, daysAgo: 24 },
  { list: 'safeguards', name: 'Implemented, to be verified', by: 'tomasz', query: 'state=implemented', shared: true, daysAgo: 47 },
  {
    list: 'acceptances',
    name: 'Ending within a month',
    by: 'priya',
    query: 'status=granted&until=30d&sort=until',
    shared: true,
    daysAgo: 31,
  },
];

export function viewRows(now: Date, history: History, userId: (key: PersonKey) => string | null): Row[] {
  return views.map(({ list = 'assets', name, by, query, shared, daysAgo }) => {
    const at = momentOf(now, daysAgo, name);
    const id = newId(at.getTime());
    history.record({ event: 'view.saved', at, actorId: userId(by), target: ['view', id], after: { list, name, query, shared } });
    return { id, list, name, query, owner_id: userId(by), shared, created_at: at, updated_at: at };
  });
}

import { operation } from '#lib/access/procedure.ts';
import { getHistory } from './queries.ts';
import { History, HistoryInput } from './schema.ts';

export const historyOperations = {
  history: operation(
    'GET /insights/history',
    {
      permission: 'asset.read',
      tag: 'Insights',
      summary: 'Assets and risks by level, day by day, with releases and incidents',
      input: HistoryInput,
      output: History,
    },
    ({ actor, input }) => getHistory(actor, input),
  ),
};

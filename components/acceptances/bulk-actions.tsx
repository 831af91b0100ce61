import { CircleCheck, CircleSlash, Handshake } from 'lucide-react';
import type { BulkAction, BulkReport } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { request } from '#lib/client.ts';
import { mostAtOnce, shortestReason } from '#lib/risks/acceptances/rules.ts';
import type { BulkDecision, BulkReport as ServerReport } from '#lib/risks/acceptances/schema.ts';
import type { ListedAcceptance } from './acceptance-definition.tsx';

const loadForms = () => import('./bulk-forms.tsx');
const RequestForm = lazily(async () => ({ default: (await loadForms()).RequestForm }));
const OptionalNoteForm = lazily(async () => ({ default: (await loadForms()).OptionalNoteForm }));
const NoteForm = lazily(async () => ({ default: (await loadForms()).NoteForm }));

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** The server's report as lists show it: what was refused, by name, with the reason. */
const toReport = ({ changed, results }: ServerReport): BulkReport => ({
  done: changed,
  failures: results.flatMap(({ id, name, outcome, message }) => (outcome === 'refused' ? [{ id, label: name, reason: message }] : [])),
});

/** Asks that the selected risks be accepted, with one reason and one day: for the list of risks, whose rows are risks. */
export const requestAcceptances = <Row extends { id: string }>(): BulkAction<Row> => ({
  id: 'accept',
  label: 'Ask for acceptance',
  icon: <Handshake aria-hidden="true" />,
  title: (count) => `Ask that ${count} ${count === 1 ? 'risk' : 'risks'} be accepted`,
  description: `Each is decided on its own, by somebody who neither asks nor owns the asset or the risk. At most ${mostAtOnce} at once.`,
  confirmLabel: 'Ask for',
  initial: { reason: '', until: '' },
  Form: RequestForm,
  ready: (values) => text(values['reason']).length >= shortestReason && text(values['until']) !== '',
  run: async (rows, values) =>
    toReport(
      await request('POST /acceptances/bulk', {
        riskIds: rows.map(({ id }) => id),
        reason: text(values['reason']),
        until: text(values['until']),
      }),
    ),
});

const decide = async (rows: readonly { id: string }[], decision: BulkDecision['decision']) =>
  toReport(await request('POST /acceptances/decide', { ids: rows.map(({ id }) => id), decision }));

const requests = (count: number) => `${count} ${count === 1 ? 'request' : 'requests'}`;

/** What whoever decides does to many requests at once; each is judged by the server and reported. */
export const decisionActions: readonly BulkAction<ListedAcceptance>[] = [
  {
    id: 'grant',
    label: 'Accept',
    icon: <CircleCheck aria-hidden="true" />,
    title: (count) => `Accept ${requests(count)}`,
    description: 'Each as it was asked for. Those that are not yours to decide, or no longer wait, are reported and left.',
    confirmLabel: 'Accept',
    initial: { note: '' },
    Form: OptionalNoteForm,
    run: (rows, values) => decide(rows, { status: 'granted', note: text(values['note']) }),
  },
  {
    id: 'refuse',
    label: 'Refuse',
    icon: <CircleSlash aria-hidden="true" />,
    danger: true,
    title: (count) => `Refuse ${requests(count)}`,
    description: 'The risks stay open. Those that are not yours to decide, or no longer wait, are reported and left.',
    confirmLabel: 'Refuse',
    initial: { note: '' },
    Form: NoteForm,
    ready: (values) => text(values['note']) !== '',
    run: (rows, values) => decide(rows, { status: 'refused', note: text(values['note']) }),
  },
];

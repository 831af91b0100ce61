import {
  Box,
  Boxes,
  CalendarCheck,
  CalendarClock,
  CalendarDays,
  Gauge,
  Layers,
  Route,
  ShieldAlert,
  ShieldCheck,
  Target,
  TrendingDown,
  UserRound,
  Users,
} from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { formatDistance, formatMoment } from '#components/ui/time-format.ts';
import { kindLabels, kinds, levelLabels, levels, stageLabels } from '#lib/assets/rules.ts';
import {
  coverageLabels,
  dueLabels,
  impactLabels,
  isOverdue,
  likelihoodLabels,
  product,
  treatmentLabels,
  treatmentMeanings,
  usualSort,
} from '#lib/risks/register/rules.ts';
import type { RiskRow } from '#lib/risks/register/schema.ts';

/** What a row of the list needs: flat, so that fifty of them travel light. */
export type ListedRisk = Omit<RiskRow, 'assetId' | 'assetKey' | 'threat' | 'team'>;

const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

const spans = [
  { value: '1d', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
];
const ages = [30, 90, 180, 365].map((days) => ({ value: `${days}d`, label: `${days} days ago` }));

/** How far a moment lies from now; server and browser may differ by a minute. */
const distance = (at: string) => (
  <time dateTime={at} suppressHydrationWarning>
    {formatDistance(new Date(at), new Date())}
  </time>
);
const moment = (at: string | null, timeZone: string) => (at ? formatMoment(new Date(at), timeZone) : undefined);

/** "High", "High · stale": a level that is not trusted any more says so. */
function levelWords({ level, stale, acceptedUntil }: ListedRisk): string {
  if (level === 'none') return 'Applies no more';
  if (level === 'accepted' || level === 'stale') return levelLabels[level];
  return `${levelLabels[level]}${stale ? ' · stale' : ''}${acceptedUntil && new Date(acceptedUntil) > new Date() ? ' · past acceptance' : ''}`;
}

/** The list of risks: its columns and filters are named as the API names them. */
export const riskDefinition: ListDefinition<ListedRisk> = {
  path: '/risks',
  one: 'risk',
  many: 'risks',
  defaultSort: usualSort,
  searchPlaceholder: 'Asset or threat…',
  rowHref: (row) => `/risks/${row.id}`,
  rowLabel: (row) => `${row.threatName} of ${row.assetName} at ${stageLabels[row.stage]}`,
  empty: {
    icon: <ShieldAlert />,
    title: 'No risks yet',
    body: 'Nobody adds risks by hand: register an asset, and the threats that apply to it at each stage appear here, waiting to be assessed.',
  },
  columns: [
    {
      id: 'threat',
      header: 'Risk',
      width: 200,
      priority: 1,
      title: (row) => `${row.threatName}: ${row.assetName}`,
      cell: (row) => (
        <>
          {row.threatName}
          <small className="!ml-0 !font-sans !leading-4 @min-[36rem]:hidden block truncate">{row.assetName}</small>
        </>
      ),
    },
    {
      id: 'asset',
      header: 'Asset',
      width: 172,
      priority: 2,
      title: (row) => `${row.assetName} (${kindLabels[row.kind].toLowerCase()})`,
      look: (row) => ({ className: `picture-before kind-${row.kind}` }),
      cell: (row) => row.assetName,
    },
    {
      id: 'level',
      header: 'Level',
      sortKey: 'level',
      sortFirst: 'desc',
      width: 132,
      priority: 1,
      look: (row) => ({ className: `level-before ${row.level}` }),
      cell: levelWords,
    },
    {
      id: 'values',
      header: 'L × I',
      width: 60,
      priority: 3,
      title: (row) => (row.likelihood ? `Likelihood ${row.likelihood}, impact ${row.impact}, after safeguards and signals` : undefined),
      look: (row) => (row.likelihood ? {} : { className: 'text-faint' }),
      cell: (row) => (row.likelihood ? product(row.likelihood, row.impact) : '–'),
    },
    { id: 'stage', header: 'Stage', width: 120, priority: 2, cell: (row) => stageLabels[row.stage] },
    {
      id: 'kind',
      header: 'Kind',
      width: 128,
      priority: 3,
      defaultHidden: true,
      look: (row) => ({ className: `picture-before kind-${row.kind}` }),
      cell: (row) => kindLabels[row.kind],
    },
    { id: 'team', header: 'Team', width: 120, priority: 3, title: (row) => row.teamName, cell: (row) => row.teamName },
    {
      id: 'owner',
      header: 'Owner',
      width: 140,
      priority: 3,
      title: (row) => row.ownerName ?? undefined,
      look: ({ ownerName }) => (ownerName ? { 'data-initials': initials(ownerName) } : { className: 'text-faint' }),
      cell: (row) => row.ownerName ?? 'Nobody',
    },
    {
      id: 'treatment',
      header: 'Treatment',
      width: 104,
      priority: 3,
      defaultHidden: true,
      title: (row) => (row.treatment ? treatmentMeanings[row.treatment] : undefined),
      look: (row) => (row.treatment ? {} : { className: 'text-faint' }),
      cell: (row) => (row.treatment ? treatmentLabels[row.treatment] : 'Not chosen'),
    },
    {
      id: 'coverage',
      header: 'Safeguards',
      width: 108,
      priority: 3,
      look: (row) => (row.coverage === 'none' ? { className: 'text-faint' } : {}),
      cell: (row) => coverageLabels[row.coverage],
    },
    {
      id: 'due',
      header: 'Due',
      sortKey: 'due',
      width: 116,
      priority: 2,
      title: (row, timeZone) => moment(row.dueAt, timeZone),
      look: (row) => {
        if (!row.dueAt) return { className: 'text-faint' };
        return isOverdue(row, new Date()) ? { className: 'text-critical-ink font-medium' } : {};
      },
      cell: (row) => (row.dueAt ? distance(row.dueAt) : 'No date'),
    },
    {
      id: 'opened',
      header: 'Open since',
      sortKey: 'opened',
      width: 112,
      priority: 3,
      defaultHidden: true,
      title: (row, timeZone) => moment(row.openedAt, timeZone),
      cell: (row) => distance(row.openedAt),
    },
    {
      id: 'assessed',
      header: 'Assessed',
      width: 112,
      priority: 3,
      defaultHidden: true,
      title: (row, timeZone) => moment(row.assessedAt, timeZone),
      look: (row) => (row.assessedAt ? {} : { className: 'text-faint' }),
      cell: (row) => (row.assessedAt ? distance(row.assessedAt) : 'Never'),
    },
    {
      id: 'changed',
      header: 'Changed',
      sortKey: 'changed',
      sortFirst: 'desc',
      width: 112,
      priority: 3,
      defaultHidden: true,
      title: (row, timeZone) => moment(row.changedAt, timeZone),
      cell: (row) => distance(row.changedAt),
    },
  ],
  filters: [
    {
      id: 'level',
      label: 'Level',
      icon: <Gauge />,
      type: 'options',
      // What applies nowhere stands in no list.
      options: [...levels]
        .filter((level) => level !== 'none')
        .reverse()
        .map((level) => ({ value: level, label: levelLabels[level], mark: <LevelShape state={level} /> })),
    },
    { id: 'stage', label: 'Stage', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    {
      id: 'kind',
      label: 'Kind',
      icon: <Box />,
      type: 'options',
      options: kinds.map((kind) => ({ value: kind, label: kindLabels[kind], mark: <KindIcon kind={kind} /> })),
    },
    { id: 'threat', label: 'Threat', icon: <ShieldAlert />, type: 'search-options' },
    { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
    { id: 'owner', label: 'Owner', icon: <UserRound />, type: 'search-options' },
    {
      id: 'treatment',
      label: 'Treatment',
      icon: <Route />,
      type: 'options',
      options: [...optionsOf(treatmentLabels), { value: 'none', label: 'Not chosen' }],
    },
    { id: 'due', label: 'Due', icon: <CalendarClock />, type: 'options', options: optionsOf(dueLabels) },
    { id: 'coverage', label: 'Safeguards', icon: <ShieldCheck />, type: 'options', options: optionsOf(coverageLabels) },
    { id: 'likelihood', label: 'Likelihood', icon: <Target />, type: 'options', options: optionsOf(likelihoodLabels) },
    { id: 'impact', label: 'Impact', icon: <Target />, type: 'options', options: optionsOf(impactLabels) },
    { id: 'assessedSince', label: 'Assessed since', icon: <CalendarDays />, type: 'date', options: spans },
    { id: 'openedSince', label: 'Open since', icon: <CalendarDays />, type: 'date', options: spans },
    { id: 'openedBefore', label: 'Open from before', icon: <CalendarDays />, type: 'date', options: ages },
    { id: 'treatedIn', label: 'Treated in', icon: <CalendarCheck />, type: 'search-options' },
    {
      id: 'treatedFrom',
      label: 'Treated from',
      icon: <TrendingDown />,
      type: 'options',
      options: (['critical', 'high'] as const).map((level) => ({
        value: level,
        label: levelLabels[level],
        mark: <LevelShape state={level} />,
      })),
    },
    { id: 'asset', label: 'Asset', icon: <Boxes />, type: 'search-options' },
  ],
};

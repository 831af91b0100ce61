import {
  Activity,
  Box,
  Boxes,
  CalendarClock,
  ChartNoAxesColumn,
  Download,
  Eye,
  Gauge,
  GitCommitHorizontal,
  Layers,
  Lock,
  Rocket,
  Siren,
  Tag as TagIcon,
  TriangleAlert,
  UserRound,
  Users,
} from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { TagRow } from '#components/ui/tag.tsx';
import { formatDistance, formatMoment } from '#components/ui/time-format.ts';
import {
  criticalityLabels,
  dataClassLabels,
  exposureLabels,
  type Kind,
  kindLabels,
  kinds,
  type Level,
  levelLabels,
  levels,
  originLabels,
  signalLabels,
  signalStates,
  stageLabels,
  stages,
  statusLabels,
} from '#lib/assets/rules.ts';
import type { AssetRow } from '#lib/assets/schema.ts';
import { KindIcon } from './kind-icon.tsx';

/** What a row of the list needs: flat, so that fifty of them travel light. */
export type ListedAsset = Omit<AssetRow, 'levels'> & {
  /** The level at each of the six stages, as digits. */
  posture: string;
};

const wordAt = (posture: string, at: number) => levelLabels[levels[Number(posture[at])] ?? 'unassessed'].toLowerCase();

/** Worst first, stage by stage. */
const postureOptions = stages.flatMap((stage) =>
  [...levels].reverse().map((level) => ({
    value: `${stage}:${level}`,
    label: `${stageLabels[stage]}: ${levelLabels[level].toLowerCase()}`,
    mark: <LevelShape state={level} />,
  })),
);

const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** The list of assets: its columns and filters are named as the API names them. */
export const assetDefinition: ListDefinition<ListedAsset> = {
  path: '/assets',
  one: 'asset',
  many: 'assets',
  // With a text the API ranks, without one it goes by name; a header pressed says otherwise.
  defaultSort: 'relevance',
  extraSorts: ['relevance'],
  searchPlaceholder: 'Name, key, tag, owner…',
  rowHref: (row) => `/assets/${row.id}`,
  rowLabel: (row) => row.name,
  empty: {
    icon: <Boxes />,
    title: 'No assets yet',
    body: 'Every dataset, model, pipeline, infrastructure and repository your teams train, build, store or ship belongs here. Import an ML bill of materials, or register the first one by hand.',
  },
  columns: [
    {
      id: 'name',
      header: 'Name',
      sortKey: 'name',
      width: 216,
      priority: 1,
      title: (row) => `${row.name} (${row.key})`,
      cell: (row) => (
        <>
          {row.name}
          <small>{row.key}</small>
        </>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      width: 136,
      priority: 2,
      look: (row) => ({ className: `picture-before kind-${row.kind}` }),
      cell: (row) => kindLabels[row.kind],
    },
    { id: 'team', header: 'Team', width: 132, priority: 3, title: (row) => row.teamName, cell: (row) => row.teamName },
    {
      id: 'owner',
      header: 'Owner',
      width: 140,
      priority: 3,
      title: (row) => row.ownerName ?? undefined,
      look: ({ ownerName }) => (ownerName ? { 'data-initials': initials(ownerName) } : { className: 'text-faint' }),
      cell: (row) => row.ownerName ?? 'Nobody',
    },
    { id: 'stage', header: 'Stage', width: 132, priority: 3, cell: (row) => stageLabels[row.stage] },
    {
      id: 'level',
      header: 'Level',
      sortKey: 'level',
      sortFirst: 'desc',
      width: 118,
      priority: 1,
      look: (row) => ({ className: `level-before ${row.level}` }),
      cell: (row) => levelLabels[row.level],
    },
    {
      id: 'posture',
      header: 'By stage',
      width: 94,
      priority: 2,
      look: ({ posture }) => ({ className: `posture ${[...posture].map((level, at) => `s${at}${level}`).join(' ')}` }),
      title: ({ posture }) => stages.map((stage, at) => `${stageLabels[stage]}: ${wordAt(posture, at)}`).join(', '),
      cell: () => null,
    },
    {
      id: 'criticality',
      header: 'Criticality',
      sortKey: 'criticality',
      sortFirst: 'desc',
      width: 106,
      priority: 3,
      cell: (row) => criticalityLabels[row.criticality],
    },
    { id: 'exposure', header: 'Exposure', width: 96, priority: 3, defaultHidden: true, cell: (row) => exposureLabels[row.exposure] },
    { id: 'dataClass', header: 'Data class', width: 112, priority: 3, defaultHidden: true, cell: (row) => dataClassLabels[row.dataClass] },
    { id: 'tags', header: 'Tags', width: 180, priority: 3, defaultHidden: true, cell: (row) => <TagRow tags={row.tags} /> },
    { id: 'origin', header: 'Origin', width: 96, priority: 3, defaultHidden: true, cell: (row) => originLabels[row.origin] },
    { id: 'status', header: 'Status', width: 88, priority: 3, defaultHidden: true, cell: (row) => statusLabels[row.status] },
    {
      id: 'changed',
      header: 'Changed',
      sortKey: 'changed',
      sortFirst: 'desc',
      width: 124,
      priority: 2,
      title: (row, timeZone) => formatMoment(new Date(row.changedAt), timeZone),
      cell: (row) => (
        <time dateTime={row.changedAt} suppressHydrationWarning>
          {formatDistance(new Date(row.changedAt), new Date())}
        </time>
      ),
    },
  ],
  filters: [
    { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
    {
      id: 'kind',
      label: 'Kind',
      icon: <Box />,
      type: 'options',
      options: kinds.map((kind: Kind) => ({ value: kind, label: kindLabels[kind], mark: <KindIcon kind={kind} /> })),
    },
    { id: 'stage', label: 'Stage', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    {
      id: 'level',
      label: 'Level',
      icon: <Gauge />,
      type: 'options',
      options: [...levels]
        .reverse()
        .map((level: Level) => ({ value: level, label: levelLabels[level], mark: <LevelShape state={level} /> })),
    },
    {
      id: 'posture',
      label: 'Level at a stage',
      icon: <ChartNoAxesColumn />,
      type: 'options',
      options: postureOptions,
    },
    {
      id: 'signal',
      label: 'Open signals',
      icon: <Siren />,
      type: 'options',
      options: signalStates.map((value) => ({ value, label: signalLabels[value] })),
    },
    { id: 'owner', label: 'Owner', icon: <UserRound />, type: 'search-options' },
    { id: 'tag', label: 'Tag', icon: <TagIcon />, type: 'search-options' },
    { id: 'exposure', label: 'Exposure', icon: <Eye />, type: 'options', options: optionsOf(exposureLabels) },
    { id: 'dataClass', label: 'Data class', icon: <Lock />, type: 'options', options: optionsOf(dataClassLabels) },
    { id: 'status', label: 'Status', icon: <Activity />, type: 'options', options: optionsOf(statusLabels) },
    { id: 'origin', label: 'Origin', icon: <Download />, type: 'options', options: optionsOf(originLabels) },
    {
      id: 'versions',
      label: 'Versions',
      icon: <GitCommitHorizontal />,
      type: 'options',
      options: [
        { value: 'none', label: 'None registered' },
        { value: 'some', label: 'At least one' },
      ],
    },
    { id: 'releasedOn', label: 'Version registered on', icon: <Rocket />, type: 'date', dayLabel: 'Day (UTC)' },
    { id: 'incidentOn', label: 'Incident raised on', icon: <TriangleAlert />, type: 'date', dayLabel: 'Day (UTC)' },
    {
      id: 'changedSince',
      label: 'Changed since',
      icon: <CalendarClock />,
      type: 'date',
      options: [
        { value: '1d', label: 'Last 24 hours' },
        { value: '7d', label: 'Last 7 days' },
        { value: '30d', label: 'Last 30 days' },
        { value: '90d', label: 'Last 90 days' },
      ],
    },
  ],
};

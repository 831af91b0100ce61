/** Why a risk moved, in words that follow "because": by the event that caused it. */
const words: Readonly<Record<string, string>> = {
  'time.passed': 'a date passed',
  'risk.assessed': 'it was assessed',
  'risk.reassessed': 'it was assessed again',
  'risk.edited': 'it was edited',
  'risk.treated': 'its treatment changed',
  'asset.registered': 'the asset was registered',
  'asset.created': 'the asset was registered',
  'asset.edited': 'the asset was edited',
  'asset.moved': 'the asset moved to another team',
  'asset.restored': 'the asset was restored',
  'assets.changed': 'assets were changed together',
  'import.applied': 'a file was imported',
  'safeguard.planned': 'a safeguard was planned',
  'safeguard.implemented': 'a safeguard was implemented',
  'safeguard.verified': 'a safeguard was verified',
  'safeguard.edited': 'a safeguard changed',
  'evidence.added': 'evidence was added',
  'evidence.removed': 'evidence was removed',
  'evidence.expired': 'evidence expired',
  'signal.raised': 'a signal was raised',
  'signal.cleared': 'a signal was cleared',
  'acceptance.granted': 'it was accepted',
  'acceptance.revoked': 'its acceptance was revoked',
  'acceptance.ended': 'its acceptance ended',
};

const things: Readonly<Record<string, string>> = {
  catalogue: 'the catalogue changed',
  threat: 'the catalogue changed',
  control: 'the catalogue changed',
  mitigation: 'the catalogue changed',
  matrix: 'the scoring changed',
  scoring: 'the scoring changed',
  safeguard: 'a safeguard changed',
  evidence: 'evidence changed',
  signal: 'a signal changed',
  acceptance: 'its acceptance changed',
  asset: 'the asset changed',
  assets: 'assets were changed together',
  risk: 'the risk changed',
  lineage: 'the lineage changed',
};

/** "a safeguard was verified"; of an event that has no words of its own, what it is about. */
export const causeWords = (cause: string): string => words[cause] ?? things[cause.split('.')[0] ?? ''] ?? 'something it depends on changed';

import { type CsvField, type CsvGuess, type CsvTarget, csvFields, csvHeaders } from '../rules.ts';
import {
  fold,
  interpretCriticality,
  interpretDataClass,
  interpretExposure,
  interpretKind,
  interpretStage,
  interpretStatus,
} from './values.ts';

/** Headers by which files call a field, folded. The first that fits wins; exact headers come before headers that only contain a word. */
const synonyms: Record<CsvField, string[]> = {
  key: ['key', 'assetkey', 'id', 'assetid', 'identifier', 'slug', 'uid', 'code', 'assetcode', 'reference', 'ref'],
  name: ['name', 'assetname', 'title', 'displayname', 'asset', 'modelname', 'datasetname', 'systemname', 'label'],
  kind: ['kind', 'type', 'assettype', 'assetkind', 'category', 'assetcategory', 'class', 'assetclass'],
  team: ['team', 'teamkey', 'department', 'group', 'owningteam', 'businessunit', 'squad'],
  owner: [
    'owner',
    'owneremail',
    'ownermail',
    'assetowner',
    'email',
    'mail',
    'contact',
    'contactemail',
    'responsible',
    'steward',
    'maintainer',
    'accountable',
  ],
  stage: ['stage', 'lifecycle', 'lifecyclestage', 'lifecyclephase', 'phase', 'environment', 'env', 'assetstage'],
  criticality: ['criticality', 'criticity', 'importance', 'priority', 'businesscriticality', 'impact', 'severity', 'tier'],
  exposure: ['exposure', 'accessibility', 'network', 'networkexposure', 'reachability', 'visibility', 'facing'],
  dataClass: [
    'dataclass',
    'classification',
    'dataclassification',
    'sensitivity',
    'confidentiality',
    'confidentialitylevel',
    'datasensitivity',
    'datatype',
  ],
  tags: ['tags', 'labels', 'tag', 'keywords', 'topics'],
  status: ['status', 'state', 'active', 'assetstatus'],
  description: ['description', 'desc', 'summary', 'details', 'about', 'purpose', 'comment', 'comments', 'notes'],
  origin: ['origin'],
  originRef: ['originref', 'originreference', 'externalid', 'externalref', 'externalreference', 'sourceid', 'bomref', 'spdxid'],
  version: ['version', 'versionlabel', 'latestversion', 'release', 'revision', 'modelversion', 'currentversion'],
  location: ['location', 'url', 'uri', 'path', 'link', 'downloadlocation', 'storage', 'address', 'href'],
  purl: ['purl', 'packageurl'],
  relations: ['relations', 'lineage', 'relationships'],
  versions: ['versionsjson', 'versions'],
};
/** Columns of our own exports that are computed, and so are not read back. */
const told = new Set(['level', 'ownername', 'teamname', 'changed', 'updatedat', 'lastupdated', 'modified', 'created', 'createdat']);

/** Share of the filled sample cells that a field can make sense of; null where the field takes any text. */
const understands: Partial<Record<CsvField, (text: string) => boolean>> = {
  kind: (text) => interpretKind(text) !== undefined,
  stage: (text) => interpretStage(text) !== undefined,
  criticality: (text) => interpretCriticality(text) !== undefined,
  exposure: (text) => interpretExposure(text) !== undefined,
  dataClass: (text) => interpretDataClass(text) !== undefined,
  status: (text) => interpretStatus(text) !== undefined,
  owner: (text) => /^[^\s@]+@[^\s@]+$/.test(text.trim()),
  purl: (text) => text.startsWith('pkg:'),
  key: (text) => /^[\p{L}\p{N}][\p{L}\p{N}._/:@+-]{0,119}$/u.test(text.trim()),
};

function share(field: CsvField, cells: string[]): number {
  const check = understands[field];
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (!check || filled.length === 0) return 1;
  return filled.filter(check).length / filled.length;
}

type Candidate = { column: number; field: CsvField; confidence: number; why: string };

function* candidates(header: string[], rows: string[][]): Generator<Candidate> {
  for (const [column, name] of header.entries()) {
    const folded = fold(name);
    if (told.has(folded)) continue;
    const cells = rows.map((row) => row[column] ?? '');
    for (const field of csvFields) {
      const words = synonyms[field];
      const exact = words.indexOf(folded);
      const named =
        name === csvHeaders[field]
          ? 1
          : exact !== -1
            ? 0.95 - exact * 0.01
            : words.slice(0, 2).some((word) => word.length > 3 && folded.includes(word))
              ? 0.6
              : 0;
      if (named === 0) continue;
      const fitting = share(field, cells);
      const confidence = Math.round(named * (0.3 + 0.7 * fitting) * 100) / 100;
      const why =
        fitting < 1
          ? `${Math.round(fitting * 100)} % of the sampled values are understood.`
          : named === 0.6
            ? 'The header resembles it.'
            : 'The header says so.';
      yield { column, field, confidence, why };
    }
  }
}

/**
 * Guesses what each column tells, from its header and up to a few dozen rows. Each field goes to one column at most, the likeliest; below a
 * confidence of 0.5 a column is left out. Pure and deterministic.
 */
export function guessMapping(header: string[], sampleRows: string[][]): CsvGuess[] {
  const ranked = [...candidates(header, sampleRows)].sort((one, other) => other.confidence - one.confidence || one.column - other.column);
  const guesses: CsvGuess[] = header.map((name) => {
    const computed = told.has(fold(name));
    const target: CsvTarget = 'ignore';
    return {
      header: name,
      target,
      confidence: computed ? 1 : 0,
      why: computed ? 'Gatehouse computes this itself.' : 'No field goes by this name.',
    };
  });
  const taken = new Set<CsvField>();
  for (const { column, field, confidence, why } of ranked) {
    const guess = guesses[column];
    if (guess?.target !== 'ignore' || taken.has(field) || confidence < 0.5) continue;
    taken.add(field);
    guesses[column] = { header: guess.header, target: field, confidence, why };
  }
  return guesses;
}

/** A verdict as people read it: as text, and as Markdown for the summary of a build. Pure. */
import type { Output } from '#lib/client.ts';
import { plain } from './output.ts';

export type Verdict = Output<'GET /gates/verdict'>;
type Judged = Verdict['requirements'][number];

/** Met, lifted by a waiver, or neither. */
export const standOf = ({ met, waiver }: Judged): 'met' | 'waived' | 'unmet' => (met ? 'met' : waiver ? 'waived' : 'unmet');

const marks = { met: '✓', waived: '~', unmet: '✗' };
const words = { met: 'Met', waived: 'Waived', unmet: 'Not met' };

const headline = ({ passed, asset, stage, version }: Verdict) =>
  `${plain(asset.name)}${version ? ` ${plain(version.label)}` : ''} ${passed ? 'may' : 'may not'} be at the stage ${stage}`;

const untilOf = (waiver: NonNullable<Judged['waiver']>) => `waived until ${waiver.until.slice(0, 10)}: ${plain(waiver.reason)}`;

/** Lines for a terminal; every reason stands under its requirement, with the page on which it is mended. */
export function verdictAsText(verdict: Verdict, server: string): string {
  const reason = ({ message, path }: Verdict['reasons'][number]) => `    ${plain(message)}${path ? `\n      ${server}${path}` : ''}`;
  const of = (judged: Judged) => [
    `  ${marks[standOf(judged)]} ${plain(judged.title)}`,
    ...(judged.waiver && !judged.met ? [`    ${untilOf(judged.waiver)}`] : []),
    ...(judged.met ? [] : judged.reasons.map(reason)),
  ];
  return [
    `${verdict.passed ? '✓' : '✗'} ${headline(verdict)}.`,
    ...verdict.reasons.map(reason),
    ...verdict.requirements.flatMap(of),
    `  Digest ${verdict.digest}, gate ${verdict.policyNumber === null ? 'without a policy' : `policy ${verdict.policyNumber}`}, ${verdict.at}`,
  ].join('\n');
}

/** Text of others in a cell of a table: no markup, no line breaks, no end of the cell. */
const cell = (text: string) => plain(text).replace(/[\\`*_{}[\]<>()#|~!&]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export function verdictAsMarkdown(verdict: Verdict, server: string): string {
  const linked = ({ message, path }: Verdict['reasons'][number]) =>
    path ? `[${cell(message)}](${encodeURI(server + path)})` : cell(message);
  const why = (judged: Judged) =>
    [...(judged.waiver && !judged.met ? [cell(untilOf(judged.waiver))] : []), ...(judged.met ? [] : judged.reasons.map(linked))].join(
      '<br>',
    );
  return [
    `### ${verdict.passed ? '✅' : '❌'} Gate: ${cell(headline(verdict))}`,
    '',
    ...verdict.reasons.map((each) => `- ${linked(each)}`),
    ...(verdict.reasons.length > 0 ? [''] : []),
    ...(verdict.requirements.length > 0
      ? [
          '| Requirement | Outcome | Why |',
          '|---|---|---|',
          ...verdict.requirements.map((each) => `| ${cell(each.title)} | ${words[standOf(each)]} | ${why(each)} |`),
          '',
        ]
      : []),
    `Digest \`${verdict.digest}\` · ${verdict.policyNumber === null ? 'no policy' : `policy ${verdict.policyNumber}`} · ${verdict.at}`,
  ].join('\n');
}

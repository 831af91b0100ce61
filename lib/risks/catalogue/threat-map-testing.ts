import { type Stage, stages } from '#lib/assets/rules.ts';

/** A row of the map: what a kind of asset is exposed to, and by which public ids threats and controls are known. */
export type MapRow = { kind: string; threat: string; stages: Stage[]; threats: string[]; controls: string[] };

/**
 * The rows of the table `kind · threat | stages | techniques | mitigations | ML / LLM / NIST | CoSAI | ISO · RMF · EU`, with its
 * short forms written out: `T0018.000–.002` is three techniques, `A.7.3–7.6` four numbers, `–` nothing.
 */
export function readThreatMap(text: string): MapRow[] {
  const lines = text.split('\n').filter((line) => /^\| \w+ · /.test(line));
  return lines.slice(/^\| kind · /.test(lines[0] ?? '') ? 1 : 0).map((line) => {
    const [name = '', at = '', techniques = '', mitigations = '', lists = '', risks = '', duties = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const [kind = '', threat = ''] = name.split(' · ');
    const [ml = '', llm = '', nist = ''] = lists.split(' / ');
    const [iso = '', rmf = '', law = ''] = duties.split(' · ');
    return {
      kind,
      threat,
      stages: found(at, /S(\d)/g).flatMap((number) => stages[Number(number) - 1] ?? []),
      threats: [
        ...subtechniques(techniques).map((id) => `atlas:AML.${id}`),
        ...found(ml, /(ML\d\d)/g).map((id) => `owasp-ml-2023:${id}`),
        ...found(llm, /(\d\d)/g).map((id) => `owasp-llm-2026:LLM${id}`),
        ...thousandths(nist).map((id) => `nist-ai-100-2:NISTAML.${id}`),
        ...found(risks, /(risk\w+)/g).map((id) => `cosai:${id}`),
      ],
      controls: [
        ...found(mitigations, /(M\d{4})/g).map((id) => `atlas:AML.${id}`),
        ...isoNumbers(iso).map((id) => `iso-42001:${id}`),
        ...functions(rmf).map((id) => `nist-ai-rmf:${id}`),
        ...found(law.split(';')[0] ?? '', /(\d+)(?:\(\d+\))?/g).map((id) => `eu-ai-act:Article ${id}`),
      ],
    };
  });
}

const found = (text: string, form: RegExp): string[] => [...text.matchAll(form)].flatMap((match) => match[1] ?? []);

const between = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

const subtechniques = (text: string): string[] =>
  [...text.matchAll(/(T\d{4})(?:\.(\d{3})(?:–\.(\d{3}))?)?/g)].flatMap(([, technique = '', from, to]) =>
    from ? between(Number(from), Number(to ?? from)).map((part) => `${technique}.${String(part).padStart(3, '0')}`) : [technique],
  );

const thousandths = (text: string): string[] =>
  [...text.matchAll(/\.(\d+)(?:–\.(\d+))?/g)].flatMap(([, from = '', to]) =>
    between(Number(from), Number(to ?? from)).map((part) => String(part).padStart(from.length, '0')),
  );

/** `A.7.3–7.6` and `A.6.2.6, .8`: the part after the last point counts up, or replaces the last one. */
function isoNumbers(text: string): string[] {
  let stem = '';
  return [...text.matchAll(/(?:A(\.[\d.]+)|(?<=, )(\.\d+))(?:–(?:[\d.]*\.)(\d+))?/g)].flatMap(([, full, rest, to]) => {
    const number = full ? `A${full}` : `${stem}${rest}`;
    stem = number.slice(0, number.lastIndexOf('.'));
    const from = Number(number.slice(stem.length + 1));
    return between(from, Number(to ?? from)).map((part) => `${stem}.${part}`);
  });
}

/** `MAP 2, MEASURE 2` and `MANAGE 3, 4`: a number alone belongs to the function before it. */
function functions(text: string): string[] {
  let name = '';
  return [...text.matchAll(/([A-Z]{3,})?\s*(\d+(?:\.\d+)?)/g)].map(([, named, number]) => {
    name = named ?? name;
    return `${name} ${number}`;
  });
}

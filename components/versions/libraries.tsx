import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { FactTree } from './fact-tree.tsx';
import { besidesTexts, type Facts, isEmpty, isFacts, keyed, listOf, textOf, without } from './facts.ts';

/** Libraries that are shown before the rest is folded away. */
const shown = 50;

/** CycloneDX wraps a licence as `{license: {id}}`, or gives an expression: the same shape for all, with what else was told. */
export function licencesOf(value: unknown): Facts[] {
  return listOf(value).map((entry) => {
    if (!isFacts(entry)) return { licence: entry };
    const own = isFacts(entry.license) ? entry.license : {};
    const licence = textOf(own.id) ?? textOf(own.name) ?? textOf(entry.expression) ?? textOf(entry.license);
    if (licence === null) return { licence: entry };
    const used = [own.id, own.name, entry.expression].filter((each) => textOf(each) === licence).length;
    const rest = { ...without(entry, 'license', 'expression'), ...without(own, used > 0 && own.id ? 'id' : 'name') };
    return { licence, ...rest };
  });
}

const licenceWords = (value: unknown) =>
  licencesOf(value)
    .map((each) => textOf(each.licence))
    .filter(Boolean)
    .join(', ');

/** The libraries inside a version, as its bill of materials lists them. They are no assets of their own. */
export function Libraries({ components }: { components: readonly unknown[] }) {
  if (components.length === 0) return null;
  const rest = components.slice(shown);
  return (
    <DetailSection title={`Libraries and other parts (${components.length})`}>
      <LibraryTable components={components.slice(0, shown)} />
      {rest.length > 0 && (
        <details className="mt-2">
          <summary className="focus-ring rounded-sm text-muted text-sm">{rest.length} more</summary>
          <LibraryTable components={rest} />
        </details>
      )}
    </DetailSection>
  );
}

function LibraryTable({ components }: { components: readonly unknown[] }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b text-muted text-xs">
            {['Name', 'Version', 'Type', 'Package URL', 'Licence'].map((header) => (
              <th key={header} scope="col" className="py-1.5 pr-4 font-medium">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(components).map(({ key, entry }) => (
            <Library key={key} facts={isFacts(entry) ? entry : { name: entry }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Library({ facts }: { facts: Facts }) {
  const others = without(besidesTexts(facts, 'group', 'name', 'version', 'type', 'purl'), 'licenses');
  const licences = licencesOf(facts.licenses);
  const plain = licences.every((each) => textOf(each.licence) !== null && Object.keys(each).length === 1);
  const rest = plain ? others : { ...others, licenses: facts.licenses };
  const name = [textOf(facts.group), textOf(facts.name)].filter(Boolean).join('/');
  return (
    <tr className="border-b align-top last:border-0">
      <th scope="row" className="py-1.5 pr-4 font-normal">
        {name || <span className="text-faint">No name</span>}
        {!isEmpty(rest) && (
          <details className="mt-0.5">
            <summary className="focus-ring rounded-sm text-muted text-xs">More</summary>
            <FactTree facts={rest} depth={2} />
          </details>
        )}
      </th>
      <td className="py-1.5 pr-4 text-muted">{textOf(facts.version) ?? '–'}</td>
      <td className="py-1.5 pr-4 text-muted">{textOf(facts.type) ?? '–'}</td>
      <td className="break-all py-1.5 pr-4 font-mono text-muted text-xs">{textOf(facts.purl) ?? '–'}</td>
      <td className="py-1.5 text-muted">{licenceWords(facts.licenses) || '–'}</td>
    </tr>
  );
}

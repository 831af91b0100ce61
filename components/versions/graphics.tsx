import Image from 'next/image';
import { CardPart } from './card-part.tsx';
import { FactTree, FactValue } from './fact-tree.tsx';
import { besidesTexts, factsOf, isEmpty, isFacts, keyed, listOf, textOf, without } from './facts.ts';

const pictures = /^image\/(png|jpeg|gif|webp|avif|svg\+xml)$/;

/** Charts and pictures that came with a card. They are shown as pictures, in which nothing runs and nothing is fetched. */
export function Graphics({ title = 'Graphics', value }: { title?: string; value: unknown }) {
  if (isEmpty(value)) return null;
  const graphics = factsOf(value);
  const collection = listOf(graphics.collection);
  return (
    <CardPart title={title}>
      {textOf(graphics.description) && <p className="mb-2 max-w-[72ch] text-sm">{textOf(graphics.description)}</p>}
      <div className="flex flex-wrap gap-4">
        {keyed(collection).map(({ key, entry }) => (
          <Graphic key={key} value={entry} />
        ))}
      </div>
      <FactTree facts={without(besidesTexts(graphics, 'description'), 'collection')} />
      {!isFacts(value) && <FactValue value={value} />}
    </CardPart>
  );
}

function Graphic({ value }: { value: unknown }) {
  if (!isFacts(value)) return <FactValue value={value} />;
  const image = factsOf(value.image);
  const name = textOf(value.name) ?? 'Graphic without a name';
  const content = textOf(image.content);
  const type = textOf(image.contentType);
  const shown = content !== null && type !== null && pictures.test(type) && image.encoding === 'base64';
  const rest = besidesTexts({ ...value, image: shown ? without(image, 'content', 'contentType', 'encoding') : value.image }, 'name');
  return (
    <figure className="min-w-0 max-w-md">
      {shown && (
        <Image
          unoptimized
          src={`data:${type};base64,${content}`}
          alt={name}
          width={448}
          height={320}
          className="h-auto max-h-80 w-auto max-w-full rounded-md bg-white ring-1 ring-line"
        />
      )}
      <figcaption className="mt-1 text-muted text-sm">{name}</figcaption>
      <FactTree facts={rest} depth={2} />
    </figure>
  );
}

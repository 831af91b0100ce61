import { piecesOf } from '#lib/reviews/comments/rules.ts';

/** A comment as it reads: names for mentions, links told whole, everything else as it was typed. */
export function CommentBody({ body, names }: { body: string; names: Readonly<Record<string, string>> }) {
  const pieces = piecesOf(body).map((piece, at) => ({ ...piece, key: at }));
  return (
    <p dir="auto" className="max-w-[72ch] whitespace-pre-wrap [overflow-wrap:anywhere]">
      {pieces.map((piece) =>
        piece.is === 'text' ? (
          piece.text
        ) : piece.is === 'mention' ? (
          <span key={piece.key} className="rounded-sm bg-accent-wash px-0.5 font-medium text-accent-ink">
            @{names[piece.id] ?? 'Somebody'}
          </span>
        ) : (
          <a
            key={piece.key}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
          >
            {piece.href}
          </a>
        ),
      )}
    </p>
  );
}

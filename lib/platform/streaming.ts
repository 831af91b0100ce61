/** Answers that are sent while they are made. */
import { log } from './log.ts';

/** For how long, in milliseconds, a stream waits for its reader: between two pieces, and from first to last. */
export type Patience = { pause: number; whole: number };

/** What makes a stream may hold a connection and one of few places: whoever stands still, or takes a byte now and then, must not keep them. */
const usual: Patience = { pause: 60_000, whole: 60 * 60_000 };

/**
 * Text, as UTF-8, or bytes as a stream that is made only as fast as it is taken. `end` is called once, whether it was taken whole, broke off, was given
 * up by its reader, or its reader was given up for taking nothing or taking too long: then the stream fails.
 */
export function streamOf(
  text: AsyncGenerator<string | Uint8Array>,
  end: () => Promise<void> = async () => undefined,
  patience = usual,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let pause: NodeJS.Timeout | undefined;
  let whole: NodeJS.Timeout | undefined;
  // A reader may give up while a piece is being made: both ways out are taken then.
  let ended: Promise<void> | undefined;
  const endOnce = () => {
    clearTimeout(pause);
    clearTimeout(whole);
    ended ??= end();
    return ended;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      whole = setTimeout(() => giveUp(controller, 'It took too long to be taken.'), patience.whole).unref();
    },
    async pull(controller) {
      clearTimeout(pause);
      try {
        const { done, value } = await text.next();
        if (!done) {
          controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
          if (!ended) pause = setTimeout(() => giveUp(controller, 'It was not taken for too long.'), patience.pause).unref();
        } else {
          await endOnce();
          controller.close();
        }
      } catch (error) {
        await endOnce();
        controller.error(error);
      }
    },
    async cancel() {
      await text.return(undefined);
      await endOnce();
    },
  });

  function giveUp(controller: ReadableStreamDefaultController, reason: string): void {
    controller.error(new Error(reason));
    Promise.all([text.return(undefined), endOnce()]).catch((error: unknown) => log.warn({ err: error }, 'stream did not end'));
  }
}

/** The headers of a download with this name; whatever a header cannot hold is told in the form of RFC 8187. */
export function attachment(type: string, fileName: string): Record<string, string> {
  const plain = fileName.replace(/[^\w.-]+/g, '-');
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
}

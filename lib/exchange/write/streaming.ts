/** Answers that are sent while they are made. */

/**
 * Text as a stream of UTF-8 that is made only as fast as it is taken. `end` is called once, whether it was taken whole, broke off or was given
 * up by its reader.
 */
export function streamOf(text: AsyncGenerator<string>, end: () => Promise<void> = async () => undefined): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // A reader may give up while a piece is being made: both ways out are taken then.
  let ended: Promise<void> | undefined;
  const endOnce = () => {
    ended ??= end();
    return ended;
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await text.next();
        if (!done) controller.enqueue(encoder.encode(value));
        else {
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
}

/** The headers of a download with this name; whatever a header cannot hold is told in the form of RFC 8187. */
export function attachment(type: string, fileName: string): Record<string, string> {
  const plain = fileName.replace(/[^\w.-]+/g, '-');
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
}

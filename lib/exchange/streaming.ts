/** Answers that are sent while they are made. */

/** Text as a stream of UTF-8 that is made only as fast as it is taken, and given up when nobody takes it any more. */
export function streamOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await text.return(undefined);
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

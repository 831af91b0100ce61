/** A file that cannot be read on. Its message is a sentence for the person who chose the file; `place` is a line or JSON path. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly place: string;

  constructor(place: string, reason: string) {
    super(place ? `${place}: ${reason}` : reason);
    this.place = place;
  }
}

/** Bytes as a person reads them: "4 MB", "1 GB", "812 bytes". */
export function readableBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Math.round(value * 10) / 10} ${units[unit]}`;
}

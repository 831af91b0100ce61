const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** "0 bytes", "12 bytes", "3.1 MB": steps of 1,000, as file managers and registries count. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  let [size, at] = [bytes, -1];
  while (size >= 999.95 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[at] ?? ''}`;
}

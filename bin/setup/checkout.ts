import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder this Gatehouse was cloned into. */
export const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where stamps of finished steps are kept; losing it costs time and nothing else. */
export const toolsFolder = join(checkout, '.gatehouse', 'tools');

/** Next's build folder, relative to the checkout; NEXT_DIST_DIR moves it, as in next.config.js. */
export const buildFolder = process.env.NEXT_DIST_DIR ?? '.next';

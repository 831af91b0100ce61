/** Controls at the entrance are taller than inside; on touch screens 16 px, below which iOS zooms in. */
export const entranceControl = 'h-10 text-base! coarse:text-lg!';

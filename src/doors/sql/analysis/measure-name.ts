/** The aggregate that reads a measure of a metric view: `MEASURE(total)`. */
export const MEASURE = 'measure';

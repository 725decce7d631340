const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['=', 'eq'],
  ['<>', 'neq'],
  ['<', 'lt'],
  ['<=', 'lte'],
  ['>', 'gt'],
  ['>=', 'gte'],
]);

/** The IR's name of a comparison that may stand before ANY and ALL. */
export function quantifiable(operator: string): string | undefined {
  return FUNCTIONS.get(operator);
}

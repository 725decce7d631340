import type { StatementTags } from '../source.js';

const MAX_VALUE = 128;

/** Commas and colons divide tags; what else might be misread is replaced. */
function tagValue(text: string): string {
  return text.slice(0, MAX_VALUE).replaceAll(/[^A-Za-z0-9@._+=/ -]/gu, '_');
}

/** A statement's `query_tags` as the warehouse writes them to its history: who asked, in which request. No data. */
export function queryTags(tags: StatementTags | undefined): string | undefined {
  if (tags === undefined) return undefined;
  const entries = [
    ['application', 'medallion'],
    ['caller', tags.caller],
    ['door', tags.door],
    ['request', tags.requestId],
  ] as const;
  return entries.flatMap(([key, value]) => (value === undefined ? [] : [`${key}:${tagValue(value)}`])).join(',');
}

import type { SourceLocation } from '../../../catalog/contract.js';

/** `schema/flights.graphql:12:3`, as editors and terminals link it. */
export function locationText(location: SourceLocation): string {
  return `${location.file}:${location.line}:${location.column}`;
}

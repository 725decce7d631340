import { lexicographicSortSchema, printSchema } from 'graphql';
import type { Contract } from '../../../catalog/contract.js';
import { buildSchema } from './build-schema.js';
import type { SchemaOptions } from './options.js';

/**
 * SDL of the served schema with everything in alphabetical order, so that it changes only when the schema does.
 * Ends with a line feed.
 */
export function printServedSchema(contract: Contract, options: SchemaOptions): string {
  return `${printSchema(lexicographicSortSchema(buildSchema(contract, options)))}\n`;
}

import type { GraphQLFieldConfig } from 'graphql';
import type { ModelField, ResolverField } from '../../../../catalog/contract.js';
import { locationText } from '../location-text.js';
import { fieldConfigOf } from './field-config.js';
import { readResolverField } from './read-resolver-field.js';
import type { TypeReferences } from './type-references.js';

/** A hand-written or predicted field: type, arguments and defaults from its SDL; its texts from the contract before the SDL. */
export function resolverFieldConfig(
  references: TypeReferences,
  field: ResolverField | ModelField,
): GraphQLFieldConfig<unknown, unknown> {
  const config = fieldConfigOf(references, readResolverField(field), `${locationText(field.location)} ${field.name}`);
  return {
    ...config,
    description: field.description ?? config.description,
    deprecationReason: field.deprecationReason ?? config.deprecationReason,
  };
}

import { type FieldDefinitionNode, GraphQLError, Kind, parse } from 'graphql';
import type { ModelField, ResolverField } from '../../../../catalog/contract.js';
import { GatewayError } from '../../../../errors.js';
import { locationText } from '../location-text.js';

/** A hand-written field, or one that a model answers. */
type FieldWithSdl = ResolverField | ModelField;

/** Contract fields are frozen and outlive many schemas, so each is parsed once. */
const parsed = new WeakMap<FieldWithSdl, FieldDefinitionNode>();

/**
 * The definition in a resolver field's SDL.
 * @throws GatewayError CONTRACT_INVALID unless the SDL is this one field and nothing else
 */
export function readResolverField(field: FieldWithSdl): FieldDefinitionNode {
  const known = parsed.get(field);
  if (known !== undefined) return known;
  const node = parseField(field);
  parsed.set(field, node);
  return node;
}

function parseField(field: FieldWithSdl): FieldDefinitionNode {
  const [definition, ...others] = parseWithin(field).definitions;
  const node = definition?.kind === Kind.OBJECT_TYPE_DEFINITION ? definition.fields?.[0] : undefined;
  const single =
    others.length === 0 && definition?.kind === Kind.OBJECT_TYPE_DEFINITION && definition.fields?.length === 1;
  if (node === undefined || !single || node.name.value !== field.name) {
    throw invalid(field, `is not the definition of one field named "${field.name}"`);
  }
  return node;
}

function parseWithin(field: FieldWithSdl): ReturnType<typeof parse> {
  try {
    return parse(`type Holder {\n${field.sdl}\n}`, { noLocation: true });
  } catch (error) {
    throw invalid(field, error instanceof GraphQLError ? `does not parse (${error.message})` : 'does not parse');
  }
}

function invalid(field: FieldWithSdl, what: string): GatewayError {
  const where = locationText(field.location);
  return new GatewayError('CONTRACT_INVALID', `${where} field ${field.name}: its SDL ${what}.`);
}

import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType, GraphQLList, GraphQLNonNull } from 'graphql';
import { fieldTexts } from './field-texts.js';
import { filterName, listFilterName } from './names.js';
import { scalarFilterType } from './scalar-filters.js';
import type { SchemaContext } from './schema-context.js';
import type { TypeParts } from './type-parts.js';

/** `FlightFilter`: a condition a field, relations nested, and the three combinators. */
export function createFilterType(context: SchemaContext, parts: TypeParts): GraphQLInputObjectType {
  const filter: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: filterName(parts.type.name),
    description: `Conditions on a row of ${parts.type.name}; all that are given must hold.`,
    fields: () => ({ ...conditions(context, parts), ...combinators(filter) }),
  });
  return filter;
}

/** `FlightListFilter`: conditions on the rows of a to-many relation. */
export function createListFilterType(name: string, filter: GraphQLInputObjectType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: listFilterName(name),
    description: `Conditions on a list of ${name} rows; all that are given must hold.`,
    fields: {
      some: { type: filter, description: 'At least one row is like this.' },
      none: { type: filter, description: 'No row is like this.' },
      every: { type: filter, description: 'All rows are like this; so it is for a list without rows.' },
    },
  });
}

function conditions(context: SchemaContext, parts: TypeParts): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {};
  for (const field of parts.type.fields) {
    switch (field.kind) {
      case 'column':
      case 'computed':
        fields[field.name] = { type: scalarFilterType(field.scalar), ...fieldTexts(field) };
        break;
      case 'relation': {
        const target = context.family(field.target);
        const type = field.cardinality === 'one' ? target.filter : target.listFilter;
        fields[field.name] = { type, ...fieldTexts(field) };
        break;
      }
      case 'resolver':
      case 'model':
        // A hand-written or predicted field has no meaning in SQL to filter by.
        break;
    }
  }
  return fields;
}

function combinators(filter: GraphQLInputObjectType): GraphQLInputFieldConfigMap {
  const list = new GraphQLList(new GraphQLNonNull(filter));
  return {
    and: { type: list, description: 'All of these hold.' },
    or: { type: list, description: 'At least one of these holds.' },
    not: { type: filter, description: 'This does not hold.' },
  };
}

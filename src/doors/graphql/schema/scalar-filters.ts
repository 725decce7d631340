import {
  GraphQLBoolean,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { scalarFilterName } from './names.js';
import { SCALAR_TRAITS } from './scalar-traits.js';
import { SCALAR_NAMES, SCALARS } from './scalars.js';

type Operators = Record<string, GraphQLInputFieldConfig>;

const IS_NULL: Operators = {
  isNull: { type: GraphQLBoolean, description: '`true`: only without a value. `false`: only with one.' },
};

const TEXT: Operators = {
  like: {
    type: GraphQLString,
    description:
      'Matches a pattern: `%` stands for any text, `_` for one character, and a backslash before either (or before a backslash) takes it literally.',
  },
  ilike: { type: GraphQLString, description: 'As `like`, in upper or lower case.' },
  startsWith: { type: GraphQLString, description: 'Starts with this plain text; `%` and `_` stand for themselves.' },
  endsWith: { type: GraphQLString, description: 'Ends with this plain text; `%` and `_` stand for themselves.' },
  contains: { type: GraphQLString, description: 'Contains this plain text; `%` and `_` stand for themselves.' },
};

const FILTERS: ReadonlyMap<GraphQLScalarName, GraphQLInputObjectType> = new Map(
  SCALAR_NAMES.map((scalar) => [scalar, createScalarFilter(scalar)]),
);

/** The operators on a scalar: one type that all fields of that scalar share. */
export function scalarFilterType(scalar: GraphQLScalarName): GraphQLInputObjectType {
  return FILTERS.get(scalar) ?? createScalarFilter(scalar);
}

function createScalarFilter(scalar: GraphQLScalarName): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: scalarFilterName(scalar),
    description: `Conditions on a value of type ${scalar}; all that are given must hold.`,
    fields: {
      ...(scalar === 'JSON' ? {} : equality(scalar)),
      ...(scalar === 'JSON' || scalar === 'Boolean' ? {} : membership(scalar)),
      ...(SCALAR_TRAITS[scalar].ordered ? comparison(scalar) : {}),
      ...(scalar === 'String' ? TEXT : {}),
      ...IS_NULL,
    },
  });
}

function equality(scalar: GraphQLScalarName): Operators {
  return {
    eq: { type: SCALARS[scalar], description: 'Equal to.' },
    neq: { type: SCALARS[scalar], description: 'Not equal to.' },
  };
}

function membership(scalar: GraphQLScalarName): Operators {
  const list = new GraphQLList(new GraphQLNonNull(SCALARS[scalar]));
  return {
    in: { type: list, description: 'Equal to one of these.' },
    notIn: { type: list, description: 'Equal to none of these.' },
  };
}

function comparison(scalar: GraphQLScalarName): Operators {
  return {
    lt: { type: SCALARS[scalar], description: 'Less than.' },
    lte: { type: SCALARS[scalar], description: 'Less than or equal to.' },
    gt: { type: SCALARS[scalar], description: 'Greater than.' },
    gte: { type: SCALARS[scalar], description: 'Greater than or equal to.' },
  };
}

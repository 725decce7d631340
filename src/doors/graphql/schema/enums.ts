import { GraphQLEnumType } from 'graphql';
import { DATE_BUCKET_NAME, ORDER_DIRECTION_NAME } from './names.js';

export const orderDirectionType = new GraphQLEnumType({
  name: ORDER_DIRECTION_NAME,
  description: 'A sort direction. `ASC` and `DESC` put nulls last.',
  values: {
    ASC: { description: 'Smallest first, nulls last.' },
    DESC: { description: 'Largest first, nulls last.' },
    ASC_NULLS_FIRST: { description: 'Nulls, then smallest first.' },
    ASC_NULLS_LAST: { description: 'Smallest first, nulls last.' },
    DESC_NULLS_FIRST: { description: 'Nulls, then largest first.' },
    DESC_NULLS_LAST: { description: 'Largest first, nulls last.' },
  },
});

export const dateBucketType = new GraphQLEnumType({
  name: DATE_BUCKET_NAME,
  description: 'A calendar period, in UTC. A value falls into the bucket named by the first moment of its period.',
  values: {
    YEAR: { description: 'From 1 January.' },
    QUARTER: { description: 'From 1 January, April, July or October.' },
    MONTH: { description: 'From the first of the month.' },
    WEEK: { description: 'From Monday (ISO 8601).' },
    DAY: { description: 'From midnight.' },
    HOUR: { description: 'From the full hour; DateTime only.' },
  },
});

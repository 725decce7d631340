import { createConnectionType } from './connection-types.js';
import { createFilterType, createListFilterType } from './filter-types.js';
import { createGroupKeyType } from './group-key-type.js';
import { createGroupOrderByType } from './group-order-by-types.js';
import { createGroupType } from './group-types.js';
import { createHavingType } from './having-types.js';
import { createObjectType } from './object-type.js';
import { createGroupKeyOrderByType, createOrderByType } from './order-by-types.js';
import type { SchemaContext, TypeFamily } from './schema-context.js';
import type { TypeParts } from './type-parts.js';

/**
 * Makes the types of one contract type; their fields are thunks, so no other family need exist yet.
 * `sortable`: whether the type has anything to sort and group by.
 */
export function createTypeFamily(context: SchemaContext, parts: TypeParts, sortable: boolean): TypeFamily {
  const object = createObjectType(context, parts);
  const filter = createFilterType(context, parts);
  const groupKey = sortable ? createGroupKeyType(context, parts) : undefined;
  const groupKeyOrderBy = sortable ? createGroupKeyOrderByType(context, parts) : undefined;
  return {
    object,
    connection: createConnectionType(object),
    filter,
    listFilter: createListFilterType(parts.type.name, filter),
    orderBy: sortable ? createOrderByType(context, parts) : undefined,
    group: createGroupType(parts, groupKey),
    groupKey,
    having: createHavingType(parts),
    groupOrderBy: createGroupOrderByType(parts, groupKeyOrderBy),
    groupKeyOrderBy,
  };
}

import type { Relation } from '../../query/relation.js';
import { isUntrue } from './literal-values.js';

/** Whether a relation certainly has no rows, whatever its tables hold. */
export function isEmpty(relation: Relation): boolean {
  switch (relation.kind) {
    case 'filter':
      return isUntrue(relation.predicate) || isEmpty(relation.input);
    case 'limit':
      return (relation.count === 0 && relation.per === undefined) || isEmpty(relation.input);
    case 'project':
    case 'window':
    case 'sort':
    case 'distinct':
    case 'barrier':
    case 'nest':
      return isEmpty(relation.input);
    case 'aggregate':
      // Without groups there is always one row; so there is for the empty grouping set.
      return relation.groups.length > 0 && relation.groupingSets === undefined && isEmpty(relation.input);
    case 'join':
      return isEmptyJoin(relation);
    case 'set-operation':
      return isEmptySetOperation(relation);
    case 'values':
      return relation.rows.length === 0;
    case 'with':
      return isEmpty(relation.body);
    case 'scan':
    case 'reference':
    case 'series':
    case 'unnest':
      return false;
    default:
      return relation satisfies never;
  }
}

function isEmptyJoin(relation: Extract<Relation, { kind: 'join' }>): boolean {
  const left = isEmpty(relation.left);
  const right = isEmpty(relation.right);
  switch (relation.type) {
    case 'inner':
    case 'semi':
      return left || right || isUntrue(relation.on);
    case 'left':
    case 'anti':
      return left;
    case 'right':
      return right;
    case 'full':
      return left && right;
    default:
      return relation.type satisfies never;
  }
}

function isEmptySetOperation(relation: Extract<Relation, { kind: 'set-operation' }>): boolean {
  const left = isEmpty(relation.left);
  switch (relation.operation) {
    case 'union':
      return left && isEmpty(relation.right);
    case 'intersect':
      return left || isEmpty(relation.right);
    case 'except':
      return left;
    default:
      return relation.operation satisfies never;
  }
}

import { BOOLEAN, type DataType, STRING } from '../../query/types.js';
import { define, type RegisteredFunction } from '../define.js';

/**
 * Questions about the caller. Policy replaces each call by a constant before a plan exists, so that no dialect
 * spells them; a plan that still holds one cannot be printed. A group's name must be text.
 */
function identity(id: string, takesGroup: boolean, result: DataType): RegisteredFunction {
  return define({
    id,
    resolve: ([group, ...more]) => {
      if (more.length > 0) return undefined;
      return (takesGroup ? group?.kind === 'string' : group === undefined) ? result : undefined;
    },
    total: true,
    leakproof: true,
    identity: true,
    spelling: {},
    cases: [],
  });
}

export const identityFunctions: readonly RegisteredFunction[] = [
  identity('current_user', false, STRING),
  identity('session_user', false, STRING),
  identity('is_account_group_member', true, BOOLEAN),
  identity('is_member', true, BOOLEAN),
];

export interface TreeOids {
  readonly functions: ReadonlySet<number>;
  readonly operators: ReadonlySet<number>;
  readonly types: ReadonlySet<number>;
  readonly relations: ReadonlySet<number>;
}

const FUNCTION_FIELD = /^(funcid|aggfnoid|winfnoid|opfuncid|startInRangeFunc|endInRangeFunc)$/u;
const OPERATOR_FIELD = /^(opno|opnos|eqop|sortop|aggsortop)$/u;
const RELATION_FIELD = /^(relid|resorigtbl)$/u;
/** No type, function, operator or relation has a smaller one; kinds of nodes are small numbers. */
const FIRST_OID = 16;
const TYPE_FIELD = /type(id|s)?$/iu;

/**
 * The OIDs that a printed tree names. Read from the text: a name in it has its spaces escaped by an odd number of
 * backslashes, so none passes for a field; one OID too many would do no harm, but none may be missed.
 */
export function treeOids(tree: string): TreeOids {
  const found = {
    functions: new Set<number>(),
    operators: new Set<number>(),
    types: new Set<number>(),
    relations: new Set<number>(),
  };
  for (const match of tree.matchAll(/(?<!(?<!\\)(?:\\\\)*\\) :(\w+) (?:(\d+)|\(o((?: \d+)*)\))/gu)) {
    const field = match[1] ?? '';
    const oids = (match[2] ?? match[3] ?? '').trim().split(' ').map(Number);
    const kind = kindOf(field);
    if (kind !== undefined) for (const oid of oids) if (oid >= FIRST_OID) found[kind].add(oid);
  }
  return found;
}

function kindOf(field: string): keyof TreeOids | undefined {
  if (FUNCTION_FIELD.test(field)) return 'functions';
  if (OPERATOR_FIELD.test(field)) return 'operators';
  if (RELATION_FIELD.test(field)) return 'relations';
  return TYPE_FIELD.test(field) ? 'types' : undefined;
}

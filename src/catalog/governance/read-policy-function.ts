import { parseType } from '../../parser/parse-type.js';
import type { ParserScope } from '../../parser/scope.js';
import { column } from '../../query/build.js';
import type { Expression } from '../../query/expression.js';
import { type DataType, isNumeric, NULL_TYPE, printType, sameType } from '../../query/types.js';
import { PARAMETERS_ALIAS, type PolicyFunction, type PolicyParameter } from '../catalog.js';
import { parseSql } from '../parse-sql.js';
import type { UnityFunctionInfo } from '../unity/objects.js';
import { isMetricView, type TableFacts } from './table-facts.js';
import type { UnityTables } from './unity-tables.js';

/** More tables than any sound policy reads; a bound on what one function can make the gateway fetch. */
const MAX_POLICY_TABLES = 20;

type Body = { readonly body: Expression } | { readonly unmapped: string };

function scopeOf(
  info: UnityFunctionInfo,
  parameters: readonly PolicyParameter[],
  tables: ReadonlyMap<string, TableFacts>,
  onMissing: (parts: readonly string[]) => void,
): ParserScope {
  const fullName = info.full_name.toLowerCase();
  return {
    // A parameter may be qualified by its function, which tells it from a column of a table in a sub-query.
    column: (parts) => {
      const qualifier = parts.slice(0, -1).join('.').toLowerCase();
      if (qualifier !== '' && qualifier !== fullName && qualifier !== info.name.toLowerCase()) return undefined;
      const name = parts.at(-1)?.toLowerCase();
      const found = parameters.find((parameter) => parameter.name.toLowerCase() === name);
      return found === undefined ? undefined : column(PARAMETERS_ALIAS, found.name, found.type);
    },
    table: (parts) => {
      const facts = tables.get(parts.join('.').toLowerCase());
      if (facts === undefined) {
        onMissing(parts);
        return undefined;
      }
      return {
        reference: facts.table.reference,
        fields: facts.table.columns.map(({ name, type, nullable }) => ({ name, type, nullable })),
      };
    },
  };
}

/** Parses, and fetches the tables that the body turns out to read, until no further one is missing. */
async function readBody(
  info: UnityFunctionInfo,
  definition: string,
  parameters: readonly PolicyParameter[],
  source: string,
  tables: UnityTables,
): Promise<Body> {
  const known = new Map<string, TableFacts>();
  while (known.size <= MAX_POLICY_TABLES) {
    const missing: (readonly string[])[] = [];
    const parsed = parseSql(
      definition,
      scopeOf(info, parameters, known, (parts) => missing.push(parts)),
      false,
    );
    if (parsed.kind === 'expression') return { body: parsed.expression };
    const [next] = missing;
    if (next === undefined)
      return { unmapped: `${parsed.construct} (line ${parsed.line}, column ${parsed.column} of its body)` };
    const name = next.join('.').toLowerCase();
    // What a shorter name stands for depends on who made the function and where: the catalog does not tell.
    if (next.length !== 3) return { unmapped: `table "${name}", whose name lacks its catalog or schema` };
    const facts = await tables.loadBelow(name, source);
    if (facts === undefined) return { unmapped: `table ${name}, which the catalog does not have` };
    if (isMetricView(facts)) return { unmapped: `metric view ${name}, which has no rows` };
    known.set(name, facts);
  }
  return { unmapped: `more than ${MAX_POLICY_TABLES} tables` };
}

/** The body's value as the declared type, as Databricks casts it. */
function asDeclared(body: Expression, returns: DataType): Body {
  if (sameType(body.type, returns)) return { body };
  const casts = body.type.kind === 'null' || (isNumeric(body.type) && isNumeric(returns));
  if (casts) return { body: { kind: 'cast', operand: body, type: returns, tryCast: false } };
  return { unmapped: `a body of type ${printType(body.type)} that is declared to return ${printType(returns)}` };
}

function unmappedFunction(name: string, unmapped: string): PolicyFunction {
  return { name, parameters: [], returns: NULL_TYPE, body: undefined, unmapped };
}

/**
 * A function of a row filter or mask. Whatever keeps it from being evaluated becomes `unmapped`, a noun phrase that
 * names the construct; its tables are denied then.
 * @param source the source of the governed table, which serves the tables of the policy too.
 */
export async function readPolicyFunction(
  name: string,
  info: UnityFunctionInfo | undefined,
  source: string,
  tables: UnityTables,
): Promise<PolicyFunction> {
  if (info === undefined) return unmappedFunction(name, `function ${name}, which the catalog does not have`);
  if (info.routine_body.toUpperCase() !== 'SQL')
    return unmappedFunction(name, `function ${name}, whose body is not SQL`);
  if (info.routine_definition === undefined)
    return unmappedFunction(name, `function ${name}, whose body may not be read`);
  const parameters: PolicyParameter[] = [];
  for (const parameter of [...(info.input_params?.parameters ?? [])].sort((a, b) => a.position - b.position)) {
    const type = parseType(parameter.type_text);
    if (type === undefined) return unmappedFunction(name, `parameter ${parameter.name} of type ${parameter.type_text}`);
    parameters.push({ name: parameter.name, type });
  }
  const returns = parseType(info.full_data_type);
  if (returns === undefined) return unmappedFunction(name, `a result of type ${info.full_data_type}`);
  const read = await readBody(info, info.routine_definition, parameters, source, tables);
  const typed = 'body' in read ? asDeclared(read.body, returns) : read;
  return 'body' in typed
    ? { name, parameters, returns, body: typed.body, unmapped: undefined }
    : { name, parameters, returns, body: undefined, unmapped: typed.unmapped };
}

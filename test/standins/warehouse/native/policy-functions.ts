import { StatementFailure } from '../executor.js';
import type { FunctionObject, GovernedObjects } from './governed-objects.js';
import { type NameUse, rewriteNames } from './rewrite-names.js';

export interface Principal {
  /** As `current_user()` gives it. */
  readonly user: string;
  readonly groups: readonly string[];
}

/** Functions that call each other deeper than this are taken to do so for ever. */
const MAX_DEPTH = 8;
const SIMPLE_TYPE = /^[A-Za-z_]+(?:\(\d+(?:\s*,\s*\d+)?\))?$/u;
const USER_CALLS: readonly string[] = ['current_user', 'session_user', 'user'];
/** These need no parentheses. */
const USER_WORDS: readonly string[] = ['current_user', 'session_user'];
const MEMBER_CALLS: readonly string[] = ['is_account_group_member', 'is_member'];

export const quotedName = (text: string): string => `\`${text.replaceAll('`', '``')}\``;
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A value in a type; values of types with members stay as they are. */
export function inType(value: string, type: string): string {
  return SIMPLE_TYPE.test(type) ? `CAST(${value} AS ${type})` : value;
}

/** What a user's own functions give, in place of a call. */
export function identityCall({ user, groups }: Principal, name: string, args: readonly string[]): string | undefined {
  const called = name.toLowerCase();
  if (USER_CALLS.includes(called) && args.length === 0) return literal(user);
  if (!MEMBER_CALLS.includes(called) || args.length !== 1) return undefined;
  // Of no groups, FALSE or NULL.
  return groups.length === 0 ? `(${args[0]} <> ${args[0]})` : `(${args[0]} IN (${groups.map(literal).join(', ')}))`;
}

/** As `identityCall`, of a name that stands alone. */
export function identityWord({ user }: Principal, { parts, isQuoted }: NameUse): string | undefined {
  const [word = ''] = parts;
  return parts.length === 1 && !isQuoted && USER_WORDS.includes(word.toLowerCase()) ? literal(user) : undefined;
}

/**
 * Bodies of functions as one user's statements evaluate them: identity is the user's, and tables are read with the
 * owner's rights, that is, whole.
 */
export class PolicyFunctions {
  constructor(
    private readonly objects: GovernedObjects,
    private readonly principal: Principal,
    /** The name that the engine has for a table. */
    private readonly storedAs: (fullName: string) => string,
  ) {}

  /** A call: the text of the body, and the columns that it reads its parameters from. */
  applied(
    fullName: string,
    args: readonly string[],
    depth = 0,
  ): { readonly body: string; readonly parameters: readonly string[] } {
    const found = this.objects.function(fullName);
    if (found === undefined)
      throw new StatementFailure('UNRESOLVED_ROUTINE', '42883', `Cannot resolve routine ${fullName}.`);
    if (found.routine_body !== 'SQL' || found.routine_definition === undefined || depth > MAX_DEPTH)
      throw new StatementFailure('UNSUPPORTED_FEATURE', '0A000', `The function ${fullName} cannot be run here.`);
    const parameters = this.parameters(found, args);
    const body = rewriteNames(found.routine_definition, {
      name: (use) => {
        const table = use.parts.length === 3 ? this.objects.table(use.parts.join('.')) : undefined;
        if (table === undefined) return identityWord(this.principal, use);
        return this.storedAs(table.full_name).split('.').map(quotedName).join('.');
      },
      call: ({ parts }, given) => {
        if (parts.length === 1) return identityCall(this.principal, parts[0] ?? '', given);
        return parts.length === 3 ? this.inner(parts.join('.'), given, depth + 1) : undefined;
      },
    });
    return { body: inType(`(${body})`, found.full_data_type), parameters };
  }

  /** A function that a function calls. */
  private inner(fullName: string, args: readonly string[], depth: number): string {
    const { body, parameters } = this.applied(fullName, args, depth);
    const own = quotedName(fullName.split('.').at(-1) ?? '');
    return parameters.length === 0 ? body : `(SELECT ${body} FROM (SELECT ${parameters.join(', ')}) AS ${own})`;
  }

  /** Values under the parameters' names. */
  private parameters(
    { full_name: fullName, input_params }: FunctionObject,
    args: readonly string[],
  ): readonly string[] {
    const declared = input_params?.parameters ?? [];
    const wrong = () =>
      new StatementFailure(
        'WRONG_NUM_ARGS.WITHOUT_SUGGESTION',
        '42605',
        `The ${fullName} requires ${declared.length} parameters but the actual number is ${args.length}.`,
      );
    if (args.length > declared.length) throw wrong();
    return declared.map(({ name, type_text: type, parameter_default: fallback }, index) => {
      const value = args[index] ?? fallback;
      if (value === undefined) throw wrong();
      return `${inType(value, type)} AS ${quotedName(name)}`;
    });
  }
}

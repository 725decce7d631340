import { randomBytes } from 'node:crypto';
import { type Executor, StatementFailure } from '../executor.js';
import { GovernedObjects } from './governed-objects.js';
import { governedRelation } from './governed-relation.js';
import { checkMayRead } from './grants.js';
import { policiesOf } from './policies-of.js';
import { identityCall, identityWord, PolicyFunctions, type Principal, quotedName } from './policy-functions.js';
import { type NameUse, rewriteNames } from './rewrite-names.js';

export interface NativePolicyOptions {
  /** A `schema/unity` folder, read anew for each statement. */
  readonly folder: string;
  /** The workspace's groups of a user or service principal. */
  readonly groupsOf: (user: string) => readonly string[];
  /** The name that the engine has for a table: another one, so that a statement reaches no table but through its policies. */
  readonly storedAs: (fullName: string) => string;
}

/** Names that nobody can guess, in place of tables' own. */
export function hiddenNames(): (fullName: string) => string {
  const suffix = randomBytes(8).toString('hex');
  return (fullName) => fullName.replace(/^[^.]*/u, (catalog) => `${catalog}_${suffix}`);
}

const QUERY = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:SELECT|WITH|VALUES|DESCRIBE\s+HISTORY)\b/iu;
const TIME_TRAVEL = /^\s*(?:@|(?:FOR\s+)?(?:SYSTEM_)?(?:VERSION|TIMESTAMP|TIME)\s+AS\s+OF\b)/iu;
/** A word that no alias can be. */
const NO_ALIAS =
  /^(?:WHERE|GROUP|HAVING|ORDER|SORT|LIMIT|OFFSET|WINDOW|QUALIFY|ON|USING|JOIN|INNER|LEFT|RIGHT|FULL|CROSS|NATURAL|SEMI|ANTI|LATERAL|UNION|EXCEPT|MINUS|INTERSECT|TABLESAMPLE|PIVOT|UNPIVOT)$/iu;
/** The engine's own ways to data and to the names of tables. */
const ENGINES_OWN = /^(?:read_|parquet_|duckdb_|pragma_|sniff_|glob$|query$|query_table$|information_schema$)/iu;

function unsupported(what: string): StatementFailure {
  return new StatementFailure('UNSUPPORTED_FEATURE', '0A000', `The feature is not supported: ${what}.`);
}

function isUnnamed(after: string): boolean {
  const [, word, quoted] = /^\s*(?:([A-Za-z_]\w*)|(`))?/u.exec(after) ?? [];
  return quoted === undefined && (word === undefined || NO_ALIAS.test(word));
}

/** One user's statement, each table of it replaced by what the user may see of it. */
class GovernedStatement {
  private readonly principals: ReadonlySet<string>;
  private readonly functions: PolicyFunctions;

  constructor(
    private readonly objects: GovernedObjects,
    private readonly principal: Principal,
    private readonly storedAs: (fullName: string) => string,
  ) {
    this.principals = new Set([principal.user, ...principal.groups, 'account users']);
    this.functions = new PolicyFunctions(objects, principal, storedAs);
  }

  rewrite(text: string): string {
    if (!QUERY.test(text)) throw unsupported('a statement that is no query');
    return rewriteNames(text, {
      name: (use) => {
        this.refuseEngine(use);
        if (use.parts.length !== 3) return identityWord(this.principal, use);
        return this.table(use);
      },
      call: (use, args) => {
        this.refuseEngine(use);
        if (use.parts.length > 1) throw unsupported(`a call of ${use.parts.join('.')}`);
        return identityCall(this.principal, use.parts[0] ?? '', args);
      },
    });
  }

  private refuseEngine({ parts }: NameUse): void {
    const [found] = parts.filter((part) => ENGINES_OWN.test(part));
    if (found !== undefined)
      throw new StatementFailure('TABLE_OR_VIEW_NOT_FOUND', '42P01', `The table or view ${found} cannot be found.`);
  }

  /** @returns undefined for what is no table, such as a member of a column */
  private table({ parts, before, after }: NameUse): string | undefined {
    const table = this.objects.table(parts.join('.'));
    if (table === undefined) return undefined;
    const { full_name: fullName } = table;
    checkMayRead(this.objects, this.principals, fullName);
    // A table's versions are no rows of it.
    if (before === 'HISTORY') return undefined;
    if (TIME_TRAVEL.test(after)) throw unsupported(`time travel of ${fullName}`);
    const stored = this.storedAs(fullName).split('.').map(quotedName).join('.');
    const policies = policiesOf(this.objects, this.principals, table);
    const relation = governedRelation(table, stored, policies, this.functions);
    return isUnnamed(after) ? `${relation} AS ${quotedName(parts[2] ?? '')}` : relation;
  }
}

/**
 * Enforces grants, row filters, column masks and policies by tag as the service does for whoever sends a statement:
 * every table that it reads becomes a relation of what this user may see. Policies run with their owner's rights.
 * Written apart from the gateway's own enforcement, from the objects alone.
 */
export function nativePolicies({ folder, groupsOf, storedAs }: NativePolicyOptions, executor: Executor): Executor {
  return async (statement) => {
    const { user } = statement;
    const governed = new GovernedStatement(new GovernedObjects(folder), { user, groups: groupsOf(user) }, storedAs);
    return executor({ ...statement, text: governed.rewrite(statement.text) });
  };
}

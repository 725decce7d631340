import type { GraphQLResolveInfo } from 'graphql';
import type { Identity } from '../../identity/identity.js';

/** What a hand-written field may ask of rows: the same filter and order as the type's list in GraphQL. */
export interface RowsRequest {
  /** Name of the contract type, such as `Airport`. */
  readonly type: string;
  /** Names of its column and computed fields. */
  readonly fields: readonly string[];
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly orderBy?: readonly Readonly<Record<string, unknown>>[];
  /** At most so many rows; bounded by `limits.maxPageSize`. */
  readonly first: number;
}

export interface ResolverContext {
  readonly identity: Identity;
  readonly signal: AbortSignal;
  /** Rows as this caller may see them, through policy, plan and cache like every other request. Values in JSON form. */
  readonly rows: (request: RowsRequest) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** One thing for the whole request, made when it is first asked for: the place for a DataLoader. */
  readonly once: <T>(key: object, make: () => T) => T;
}

/**
 * A hand-written field: `Airport.nearby`. `parent` holds the fields named by its `@requires`. A contract type in the
 * answer is given by its key alone, such as `{ iata: 'OAK' }`; the gateway loads what is selected of it.
 */
export type FieldResolver = (
  parent: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
  context: ResolverContext,
  info: GraphQLResolveInfo,
) => unknown;

/** What a file of resolvers/ exports as `resolvers`: type name → field name → resolver. */
export type ResolverMap = Readonly<Record<string, Readonly<Record<string, FieldResolver>>>>;

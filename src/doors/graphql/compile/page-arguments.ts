import { badInput, type CompileContext } from './context.js';

/** Which part of an ordered list is asked for. */
export interface PageArguments {
  readonly size: number;
  /** `last`: the page is counted from the end. */
  readonly backward: boolean;
  readonly after: string | undefined;
  readonly before: string | undefined;
  readonly offset: number;
}

function count(value: unknown, name: string, most: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw badInput(`${name} must be a whole number from 0 to ${most}.`);
  }
  if (value > most) throw badInput(`${name}: ${value} is more than the ${most} allowed.`);
  return value;
}

function cursorArgument(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Checks a connection's paging arguments. @throws GatewayError BAD_USER_INPUT that says which to mend. */
export function pageArguments(context: CompileContext, args: Readonly<Record<string, unknown>>): PageArguments {
  const { maxPageSize, defaultPageSize, maxOffset } = context.limits;
  const first = count(args.first, 'first', maxPageSize);
  const last = count(args.last, 'last', maxPageSize);
  const offset = count(args.offset, 'offset', maxOffset) ?? 0;
  const after = cursorArgument(args.after);
  const before = cursorArgument(args.before);
  if (first !== undefined && last !== undefined) throw badInput('Give first or last, not both.');
  if (offset > 0 && (last !== undefined || after !== undefined || before !== undefined)) {
    throw badInput('offset goes with first alone; with a cursor, page by after or before.');
  }
  return { size: first ?? last ?? defaultPageSize, backward: last !== undefined, after, before, offset };
}

/** The paging arguments of a list of groups. `undefined`: all groups, up to the limit. */
export function groupPageArguments(context: CompileContext, args: Readonly<Record<string, unknown>>) {
  return {
    first: count(args.first, 'first', context.limits.maxGroups),
    offset: count(args.offset, 'offset', context.limits.maxOffset) ?? 0,
  };
}

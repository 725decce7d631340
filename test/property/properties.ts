import { type CaseTapes, Choices } from './choices.js';
import { evaluate } from './oracle/evaluate.js';
import { difference } from './oracle/expected.js';
import { Unsure } from './oracle/groups.js';
import { mayRaise } from './oracle/may-raise.js';
import { Raised } from './oracle/policy.js';
import { View } from './oracle/view.js';
import { FilterGenerator } from './query/generate-filter.js';
import { RequestGenerator } from './query/generate-request.js';
import type { Filter, ListArguments, Request } from './query/model.js';
import { type Cursors, type Document, printRequest } from './query/print-request.js';
import { changeHidden } from './world/change-hidden.js';
import { describeWorld } from './world/describe-world.js';
import { generateData, generateWorld } from './world/generate-world.js';
import { type Caller, isGranted, type World } from './world/model.js';
import {
  type Answer,
  InvalidDocument,
  identityOf,
  type MakeEngine,
  type OpenData,
  type OpenSource,
  type OpenWorld,
  openWorld,
  type Process,
} from './world/open-world.js';

/** What the properties have seen, so that a run which tests nothing shows. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.counts.set(name, this.of(name) + count);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  share(name: string, whole: string): number {
    return this.of(name) / Math.max(1, this.of(whole));
  }

  toString(): string {
    return [...this.counts].map(([name, count]) => `${name} ${count}`).join(', ');
  }
}

/** A property that does not hold, with all that it takes to see it. */
export class Violation extends Error {}

/** One caller's part in a case. */
export interface Seat {
  readonly caller: Caller;
  readonly view: View;
  /** The gateway that only this caller uses. */
  readonly alone: Process;
  /** The same over data that differs in hidden parts alone. */
  readonly changed: Process;
  readonly changes: number;
}

/** What a seat is made from: files that stay open, while processes come and go. */
interface Place {
  readonly caller: Caller;
  readonly view: View;
  readonly changed: OpenData;
  readonly changes: number;
}

/** A world that is open, and what belongs to it. */
export interface Stage {
  readonly tapes: CaseTapes;
  readonly world: World;
  readonly open: OpenWorld;
  readonly base: OpenData;
  readonly seats: readonly Seat[];
  readonly shared: Process;
  /** The same world for other requests, with every cache empty. */
  again(tapes: CaseTapes): Stage;
  /** What else is to be closed with the world, before it. */
  readonly closers: (() => Promise<void>)[];
  close(): Promise<void>;
}

const SEATS = 2;

/** Makes a world from its tapes, with two callers and, for each, data that differs in hidden parts. */
export async function openStage(
  tapes: CaseTapes,
  make?: MakeEngine,
  openSource?: OpenSource,
  sources?: readonly string[],
): Promise<Stage> {
  const choices = new Choices(tapes.world);
  const world = generateWorld(choices);
  const data = generateData(choices, world);
  const open = await openWorld(world, openSource, sources);
  try {
    const base = await open.open(data);
    const changes = new Choices(tapes.changes);
    const places: Place[] = [];
    for (const caller of world.callers.slice(0, SEATS)) {
      const change = changeHidden(changes, world, caller, data);
      const changed = await open.open(change.data);
      places.push({ caller, view: new View(world, caller, data), changed, changes: change.count });
    }
    const closers: (() => Promise<void>)[] = [];
    const at = (current: CaseTapes): Stage => ({
      tapes: current,
      closers,
      world,
      open,
      base,
      seats: places.map((place) => ({ ...place, alone: base.start(make), changed: place.changed.start(make) })),
      shared: base.start(make),
      again: at,
      close: async () => {
        for (const close of closers) await close();
        await open.close();
      },
    });
    return at(tapes);
  } catch (error) {
    await open.close();
    throw error;
  }
}

interface Asked {
  readonly seat: Seat;
  readonly request: Request;
  readonly document: Document;
  readonly answer: Answer;
}

const REFUSALS = new Set<unknown>([
  'BAD_USER_INPUT',
  'NOT_SUPPORTED',
  'COST_LIMIT',
  'GRAPHQL_VALIDATION_FAILED',
  'RESULT_TOO_LARGE',
  'FORBIDDEN',
]);

function statementOf(stage: Stage, caller: Caller, document: Document): string {
  try {
    const { door, known } = stage.shared;
    const { queries } = door.explain(known(caller, document.text), document.variables, identityOf(caller));
    return queries
      .map(
        ({ statement }) =>
          `sql: ${statement.text} [${statement.parameters.map(({ value }) => String(value)).join(', ')}]`,
      )
      .join('\n');
  } catch (error) {
    return `sql: none (${String(error)})`;
  }
}

function violation(stage: Stage, property: string, what: string, caller?: Caller, document?: Document): Violation {
  return new Violation(
    [
      `${property}: ${what}`,
      ...(caller === undefined ? [] : [`caller: ${caller.user} of [${caller.groups.join(', ')}]`]),
      ...(document === undefined
        ? []
        : [`query: ${document.text}`, `variables: ${JSON.stringify(document.variables)}`]),
      ...(caller === undefined || document === undefined ? [] : [statementOf(stage, caller, document)]),
      describeWorld(stage.world, stage.base.data),
    ].join('\n'),
  );
}

function listsOf(request: Request): readonly { readonly type: string; readonly arguments: ListArguments }[] {
  const found: { type: string; arguments: ListArguments }[] = [];
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    if ('arguments' in value && 'type' in value) found.push(value as (typeof found)[number]);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(request);
  return found;
}

/** Asks for the cursors that the request's places stand for. */
async function cursorsOf(stage: Stage, seat: Seat, request: Request): Promise<Cursors> {
  const cursors = new Map<ListArguments, { readonly after: string | undefined; readonly before: string | undefined }>();
  for (const { type, arguments: args } of listsOf(request)) {
    if (args.after === undefined && args.before === undefined) continue;
    const whole = {
      ...args,
      filter: undefined,
      first: 1000,
      last: undefined,
      offset: undefined,
      after: undefined,
      before: undefined,
    };
    const document = printRequest(
      stage.world,
      [
        {
          key: 'all',
          kind: 'list',
          list: {
            type,
            arguments: whole,
            members: [{ key: 'edges', kind: 'edges', item: [{ key: 'is', kind: 'typename' }], cursor: true }],
          },
        },
      ],
      new Map(),
    );
    const answer = await seat.alone.ask(seat.caller, document.text, document.variables);
    const data = answer.data as
      | { readonly all: { readonly edges: readonly { readonly cursor: string }[] } }
      | undefined;
    const edges = data?.all.edges ?? [];
    const at = (place: number | undefined) =>
      place === undefined || edges.length === 0 ? undefined : edges[place % edges.length]?.cursor;
    cursors.set(args, { after: at(args.after), before: at(args.before) });
  }
  return cursors;
}

function rowsIn(value: unknown): number {
  if (Array.isArray(value)) return value.length + value.reduce<number>((sum, item) => sum + rowsIn(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + rowsIn(item), 0);
}

/** Rows and groups in the reply, at any depth, and rows looked up by their keys. */
function isFilled(request: Request, data: unknown): boolean {
  const values = data as Readonly<Record<string, unknown>> | null;
  return rowsIn(data) > 0 || request.some(({ kind, key }) => kind === 'lookup' && values?.[key] != null);
}

const said = (answer: Answer) => JSON.stringify([answer.status, answer.cache, answer.body]);

/** The caller's schema has the granted types and no others. */
function checkNames(stage: Stage): void {
  for (const { caller, alone } of stage.seats) {
    const { schema } = alone.door.schemaFor(identityOf(caller));
    for (const table of stage.world.tables) {
      const isThere = schema.getType(table.type) !== undefined;
      if (isThere !== isGranted(table, caller))
        throw violation(stage, 'grants', `${table.type} is ${isThere ? '' : 'not '}in the schema`, caller);
    }
  }
}

/** engine ≡ evaluator, and one statement a request, and warm ≡ cold. */
async function checkAnswer(
  stage: Stage,
  seat: Seat,
  request: Request,
  document: Document,
  tally: Tally,
): Promise<Answer> {
  const fail = (property: string, what: string) => violation(stage, property, what, seat.caller, document);
  const before = stage.base.source.statementsRun;
  const answer = await seat.alone.ask(seat.caller, document.text, document.variables);
  const statements = stage.base.source.statementsRun - before;
  tally.add('requests');
  const [error] = answer.errors;
  if (answer.data === undefined) {
    if (REFUSALS.has(error?.extensions?.code)) {
      tally.add('refused');
      throw fail('refusal', `${error?.message} ${answer.log.join(' ')}`);
    }
    if (!mayRaise(seat.view, request))
      throw fail('engine ≡ evaluator', `failed: ${error?.message} ${answer.log.join(' ')}`);
    tally.add('raised');
    return answer;
  }
  const isOne = statements === (answer.cache === 'hit' ? 0 : 1);
  if (!isOne && !stage.base.isSplit) throw fail('one statement', `${statements} statements`);
  compareWithEvaluator(seat, request, answer, tally, fail);
  if (isFilled(request, answer.data)) tally.add('with rows');

  const again = await seat.alone.ask(seat.caller, document.text, document.variables);
  if (again.body !== answer.body || again.status !== answer.status)
    throw fail('warm ≡ cold', `first ${answer.body}, then ${again.body}`);
  const shouldHit = answer.errors.length === 0;
  // Root fields of several sources are answered apart, and are no one entry.
  const isApart = stage.base.isSplit && again.cache === 'miss';
  if ((again.cache === 'hit') !== shouldHit && !isApart)
    throw fail('warm ≡ cold', `the second answer is a ${again.cache}`);
  return answer;
}

function compareWithEvaluator(
  seat: Seat,
  request: Request,
  answer: Answer,
  tally: Tally,
  fail: (property: string, what: string) => Violation,
): void {
  let expected: ReturnType<typeof evaluate>;
  try {
    expected = evaluate(seat.view, request);
  } catch (error) {
    if (error instanceof Unsure) tally.add('unsure');
    else if (error instanceof Raised) tally.add('raises in the evaluator alone');
    else throw error;
    return;
  }
  const differs = difference(expected.data, answer.data);
  if (differs !== undefined) throw fail('engine ≡ evaluator', differs);
  if (expected.faults > 0 !== answer.errors.length > 0) {
    throw fail('engine ≡ evaluator', `${expected.faults} faults, but errors ${JSON.stringify(answer.errors)}`);
  }
  if (expected.faults > 0) tally.add('with faults');
}

/** Only what the caller may not see differs, so nothing in the reply may. */
async function checkNonInterference(stage: Stage, { seat, document, answer }: Asked, tally: Tally): Promise<void> {
  if (seat.changes > 0) tally.add('hidden data changed');
  const other = await seat.changed.ask(seat.caller, document.text, document.variables);
  if (said(other) === said(answer)) return;
  const what = `${said(answer)} became ${said(other)} (${[...answer.log, ...other.log].join(' ')})`;
  throw violation(stage, 'non-interference', what, seat.caller, document);
}

/** The same documents from the other callers too, as far as their schemas have what it takes. */
async function askedByOthers(stage: Stage, asked: readonly Asked[]): Promise<readonly Asked[]> {
  const others: Asked[] = [];
  for (const one of asked.slice(0, ASKED_BY_OTHERS)) {
    for (const seat of stage.seats) {
      if (seat === one.seat) continue;
      try {
        others.push({
          ...one,
          seat,
          answer: await seat.alone.ask(seat.caller, one.document.text, one.document.variables),
        });
      } catch (error) {
        if (!(error instanceof InvalidDocument)) throw error;
      }
    }
  }
  return others;
}

const ASKED_BY_OTHERS = 5;

/** All requests at once, on one cache: each gets what its caller gets alone. */
async function checkInterleaving(stage: Stage, asked: readonly Asked[]): Promise<void> {
  const others = await askedByOthers(stage, asked);
  await Promise.all(
    [...asked, ...others].map(async ({ seat, document, answer }) => {
      const other = await stage.shared.ask(seat.caller, document.text, document.variables);
      if (other.body === answer.body && other.status === answer.status) return;
      throw violation(
        stage,
        'interleaving',
        `alone ${answer.body}, beside others ${other.body}`,
        seat.caller,
        document,
      );
    }),
  );
}

function generate(stage: Stage, tape: readonly number[]) {
  const choices = new Choices(tape);
  const seat = choices.pick(stage.seats);
  return { choices, seat, isBlind: seat.view.types.size === 0 };
}

async function checkEach(stage: Stage, tally: Tally): Promise<readonly Asked[]> {
  checkNames(stage);
  const asked: Asked[] = [];
  for (const tape of stage.tapes.requests) {
    const { choices, seat, isBlind } = generate(stage, tape);
    if (isBlind) continue;
    const request = new RequestGenerator(choices, stage.world, seat.view, stage.base.data).request();
    const cursors = await cursorsOf(stage, seat, request).catch(() => undefined);
    if (cursors === undefined) continue;
    const document = printRequest(stage.world, request, cursors);
    const answer = await checkAnswer(stage, seat, request, document, tally);
    const one: Asked = { seat, request, document, answer };
    await checkNonInterference(stage, one, tally);
    asked.push(one);
  }
  return asked;
}

/** As `checkRequests`, but each caller alone: what an engine answers, and not what the cache keeps. @throws Violation */
export async function checkAnswers(stage: Stage, tally: Tally): Promise<void> {
  await checkEach(stage, tally);
}

/**
 * Makes each request and checks the answer: against the evaluator, against the same with other hidden data, warm
 * against cold, beside other callers, and that it took one statement.
 * @throws Violation
 */
export async function checkRequests(stage: Stage, tally: Tally): Promise<void> {
  await checkInterleaving(stage, await checkEach(stage, tally));
}

/** count(P) + count(NOT P) + count(P unknown) = count(all). */
export async function checkPartition(stage: Stage, tally: Tally): Promise<void> {
  for (const tape of stage.tapes.requests) {
    const { choices, seat, isBlind } = generate(stage, tape);
    if (isBlind) continue;
    const type = new RequestGenerator(choices, stage.world, seat.view, stage.base.data).type();
    const { field, test } = new FilterGenerator(choices, stage.world, seat.view.types).single(type);
    const holds: Filter = { type, terms: [{ kind: 'scalar', field, tests: [test] }] };
    const filters: readonly (Filter | undefined)[] = [
      undefined,
      holds,
      { type, terms: [{ kind: 'not', item: holds }] },
      { type, terms: [{ kind: 'scalar', field, tests: [{ operator: 'isNull', values: [true] }] }] },
    ];
    const request: Request = filters.map((filter, index) => ({
      key: `n${index}`,
      kind: 'list',
      list: { type, arguments: { ...NO_ARGUMENTS, filter }, members: [{ key: 'totalCount', kind: 'totalCount' }] },
    }));
    const document = printRequest(stage.world, request, new Map());
    const answer = await seat.alone.ask(seat.caller, document.text, document.variables);
    const counts = Object.values((answer.data ?? {}) as Readonly<Record<string, { readonly totalCount: number }>>);
    const [all = -1, yes = 0, no = 0, unknown = 0] = counts.map(({ totalCount }) => totalCount);
    tally.add('partitions');
    if (all > 0) tally.add('partitions of rows');
    if (yes + no + unknown !== all) throw violation(stage, 'partition', answer.body, seat.caller, document);
  }
}

const NO_ARGUMENTS: ListArguments = {
  filter: undefined,
  orderBy: [],
  first: undefined,
  last: undefined,
  offset: undefined,
  after: undefined,
  before: undefined,
  asVariables: false,
};

interface PageReply {
  readonly nodes: readonly unknown[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The pages of a list, one after the other, are the list: forwards and backwards. */
export async function checkPaging(stage: Stage, tally: Tally): Promise<void> {
  for (const tape of stage.tapes.requests) {
    const { choices, seat, isBlind } = generate(stage, tape);
    if (isBlind) continue;
    const generator = new RequestGenerator(choices, stage.world, seat.view, stage.base.data);
    const type = generator.type();
    const { filter, orderBy } = generator.listArguments(type);
    const size = 1 + choices.below(7);
    const table = stage.world.tables.find((candidate) => candidate.type === type);
    const item = (table?.key ?? []).map(
      (name) =>
        ({
          key: name,
          kind: 'scalar',
          field: { name, type: { kind: 'string' }, computed: undefined, required: true },
        }) as const,
    );
    const page = async (
      args: Partial<ListArguments>,
      place: { after?: string | undefined; before?: string | undefined },
    ) => {
      const all: ListArguments = { ...NO_ARGUMENTS, filter, orderBy, ...args };
      const members = [
        { key: 'nodes', kind: 'nodes', item },
        { key: 'totalCount', kind: 'totalCount' },
        { key: 'pageInfo', kind: 'pageInfo', members: ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'] },
      ] as const;
      const request: Request = [{ key: 'page', kind: 'list', list: { type, arguments: all, members } }];
      const document = printRequest(
        stage.world,
        request,
        new Map([[all, { after: place.after, before: place.before }]]),
      );
      const answer = await seat.alone.ask(seat.caller, document.text, document.variables);
      const reply = (answer.data as { readonly page: PageReply } | undefined)?.page;
      if (reply === undefined && !mayRaise(seat.view, request))
        throw violation(stage, 'paging', `failed: ${answer.body} ${answer.log.join(' ')}`, seat.caller, document);
      return { reply, document };
    };
    const { reply: whole, document } = await page({ first: 1000 }, {});
    if (whole === undefined) continue;
    tally.add('walks');
    if (whole.nodes.length > size) tally.add('walks of several pages');
    const fail = (what: string) => violation(stage, 'paging', `${what}, pages of ${size}`, seat.caller, document);
    for (const backward of [false, true]) {
      const seen: unknown[] = [];
      let cursor: string | undefined;
      for (let turn = 0; ; turn += 1) {
        const place = backward ? { before: cursor } : { after: cursor };
        const { reply } = await page(backward ? { last: size } : { first: size }, place);
        if (reply === undefined) throw fail('a page fails where the whole does not');
        if (backward) seen.unshift(...reply.nodes);
        else seen.push(...reply.nodes);
        const { hasNextPage, hasPreviousPage, startCursor, endCursor } = reply.pageInfo;
        if ((backward ? hasNextPage : hasPreviousPage) !== turn > 0) throw fail('the way back is not told right');
        if (reply.totalCount !== whole.totalCount) throw fail('the total changes');
        if (!(backward ? hasPreviousPage : hasNextPage)) break;
        cursor = (backward ? startCursor : endCursor) ?? undefined;
        if (cursor === undefined || turn > 80) throw fail('the walk does not end');
      }
      if (JSON.stringify(seen) !== JSON.stringify(whole.nodes)) {
        throw fail(
          `${backward ? 'backwards' : 'forwards'} ${JSON.stringify(seen)}, whole ${JSON.stringify(whole.nodes)}`,
        );
      }
      if (whole.nodes.length !== whole.totalCount) throw fail('the total is not the number of rows');
    }
  }
}

import type { ExplainedQuery } from '../../src/engine.js';
import { type DemoGateway, type DemoOptions, startDemo } from './demo-gateway.js';
import type { GoldenCaller, GoldenCase } from './golden-case.js';
import { cursorsIn } from './golden-json.js';

export interface GoldenReply {
  readonly status: number;
  readonly text: string;
  /** Statements that the source ran for this request. */
  readonly statements: number;
}

/** Sends golden cases over HTTP to a demo gateway without a cache, one at a time. */
export class GoldenClient {
  private readonly tokens = new Map<string, string>();

  private constructor(private readonly demo: DemoGateway) {}

  static async start(options: DemoOptions = {}): Promise<GoldenClient> {
    return new GoldenClient(await startDemo({ ...options, cache: false }));
  }

  /** The variables of a case, with a cursor taken from a page of its own where it asks for one. */
  async variables(golden: GoldenCase): Promise<Readonly<Record<string, unknown>> | undefined> {
    const query = golden.read('cursor.graphql');
    if (query === undefined) return golden.variables(undefined);
    const { text } = await this.send(golden.cursorCaller, { query });
    const cursor = cursorsIn(JSON.parse(text)).at(-1);
    if (cursor === undefined) throw new Error(`cursor.graphql of ${golden.name} gave no cursor: ${text}`);
    return golden.variables(cursor);
  }

  /** The reply of the page that a case continues; undefined for a case that continues none. */
  async page(golden: GoldenCase): Promise<GoldenReply | undefined> {
    const query = golden.read('cursor.graphql');
    return query === undefined ? undefined : this.send(golden.cursorCaller, { query });
  }

  async ask(golden: GoldenCase, variables: Readonly<Record<string, unknown>> | undefined): Promise<GoldenReply> {
    const { query, operationName } = golden;
    return this.send(golden.caller, { query, variables, operationName });
  }

  /** What the engine does for a case that was asked before: each source's plan and statement. */
  async explain(
    golden: GoldenCase,
    variables: Readonly<Record<string, unknown>> | undefined,
  ): Promise<readonly ExplainedQuery[]> {
    const { gateway } = this.demo;
    const identity = await gateway.verifier.verify(await this.token(golden.caller), AbortSignal.timeout(10_000));
    const known = gateway.graphql.known(identity, golden.query, golden.operationName);
    if (known === undefined) throw new Error(`${golden.name} was not asked before.`);
    return gateway.graphql.explain(known, variables ?? {}, identity).queries;
  }

  close(): Promise<void> {
    return this.demo.close();
  }

  private async token({ user, groups }: GoldenCaller): Promise<string> {
    const key = JSON.stringify([user, groups]);
    const token = this.tokens.get(key) ?? (await this.demo.issuer.issueDevToken({ user, groups }));
    this.tokens.set(key, token);
    return token;
  }

  private async send(caller: GoldenCaller, body: Readonly<Record<string, unknown>>): Promise<GoldenReply> {
    const before = this.demo.statements();
    const response = await fetch(`${this.demo.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${await this.token(caller)}`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, text, statements: this.demo.statements() - before };
  }
}

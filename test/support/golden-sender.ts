import type { GoldenCaller, GoldenCase } from './golden-case.js';
import { cursorsIn } from './golden-json.js';

export interface GoldenReply {
  readonly status: number;
  readonly text: string;
  /** Statements that the source ran for this request. */
  readonly statements: number;
}

/** A gateway that golden cases are sent to. */
export interface GoldenTarget {
  /** http://host:port */
  readonly url: string;
  token(caller: GoldenCaller): Promise<string>;
  /** Statements that the source has run since the start. */
  statements(): number;
}

/** Sends golden cases over HTTP, one at a time. */
export class GoldenSender {
  constructor(private readonly target: GoldenTarget) {}

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

  async send(caller: GoldenCaller, body: Readonly<Record<string, unknown>>): Promise<GoldenReply> {
    const before = this.target.statements();
    const response = await fetch(`${this.target.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${await this.target.token(caller)}`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, text, statements: this.target.statements() - before };
  }
}

import type { ExplainedQuery } from '../../src/engine.js';
import { type DemoGateway, type DemoOptions, startDemo } from './demo-gateway.js';
import type { GoldenCaller, GoldenCase } from './golden-case.js';
import { GoldenSender } from './golden-sender.js';

/** Sends golden cases to a demo gateway without a cache, and tells what it does for them. */
export class GoldenClient extends GoldenSender {
  private constructor(
    private readonly demo: DemoGateway,
    private readonly token: (caller: GoldenCaller) => Promise<string>,
  ) {
    super({ url: demo.url, token, statements: () => demo.statements() });
  }

  static async start(options: DemoOptions = {}): Promise<GoldenClient> {
    const demo = await startDemo({ ...options, cache: false });
    const tokens = new Map<string, string>();
    const token = async ({ user, groups }: GoldenCaller): Promise<string> => {
      const key = JSON.stringify([user, groups]);
      const kept = tokens.get(key) ?? (await demo.issuer.issueDevToken({ user, groups }));
      tokens.set(key, kept);
      return kept;
    };
    return new GoldenClient(demo, token);
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
}

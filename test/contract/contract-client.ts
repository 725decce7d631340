import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';
import { differences } from '../support/golden-json.js';
import { openRawLakehouse, type RawLakehouse, type SeeingCaller } from './raw-lakehouse.js';

type Variables = Readonly<Record<string, unknown>>;

/** The demo gateway over HTTP beside the raw files that it must agree with. */
export class ContractClient {
  private constructor(
    readonly demo: DemoGateway,
    readonly raw: RawLakehouse,
  ) {}

  static async start(): Promise<ContractClient> {
    const [demo, raw] = await Promise.all([startDemo(), openRawLakehouse()]);
    return new ContractClient(demo, raw);
  }

  /** The reply's data. @throws Error with the reply if it has errors. */
  // biome-ignore lint/suspicious/noExplicitAny: replies have the shape of the query.
  async data(caller: CallerName, query: string, variables?: Variables): Promise<any> {
    const reply = await this.demo.ask(caller, query, variables);
    if (reply.status !== 200 || reply.body.errors !== undefined) throw new Error(`${caller}: ${reply.text}`);
    return reply.body.data;
  }

  /** Where the reply differs from the row that `sql` gives over the raw files; no lines if nowhere. */
  async disagreements(
    caller: SeeingCaller,
    query: string,
    sql: string,
    variables?: Variables,
  ): Promise<readonly string[]> {
    const [expected] = await this.raw.rows(caller, sql);
    return differences(await this.data(caller, query, variables), expected);
  }

  async close(): Promise<void> {
    this.raw.close();
    await this.demo.close();
  }
}

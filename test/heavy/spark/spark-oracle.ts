import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** A type as Spark's own JSON names it: `long`, `decimal(10,2)`, or an object for nested ones. */
export type SparkType = string | { readonly type: string; readonly elementType?: SparkType };

export interface SparkResult {
  readonly fields: readonly { readonly name: string; readonly type: SparkType }[];
  readonly columns: readonly (readonly unknown[])[];
  readonly rowCount: number;
}

/** A statement that Spark refused or that failed. */
export class SparkError extends Error {
  override readonly name = 'SparkError';

  constructor(
    readonly condition: string | undefined,
    readonly sqlState: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

interface Reply {
  /** Of the request; the first reply, which says that Spark is there, has none. */
  readonly id?: number;
  readonly error?: { readonly class: string | null; readonly sqlState: string | null; readonly message: string };
}

/** Named values of a statement, as text; NULL is null. */
export type SparkParameters = Readonly<Record<string, string | null>>;

const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/spark');
const LAST_WORDS = 4000;
/** Stands for the request that nobody makes: to start. */
const START = 0;

/** Real Spark in a process of its own, two statements at a time. `install.sh` fetches what it needs. */
export class SparkOracle {
  private readonly waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  private asked = 0;
  private said = '';

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly folder: string,
  ) {
    child.stderr.on('data', (text: Buffer) => {
      this.said = (this.said + text.toString()).slice(-LAST_WORDS);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply;
      const id = reply.id ?? START;
      this.waiting.get(id)?.resolve(reply);
      this.waiting.delete(id);
    });
    child.on('close', (code) => {
      const error = new Error(`Spark ended with ${code}. ${this.said}`);
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
  }

  /** Takes about ten seconds. */
  static async start(): Promise<SparkOracle> {
    const python = join(CACHE, 'venv/bin/python');
    if (!existsSync(python)) throw new Error('Spark is not installed: run test/heavy/spark/install.sh.');
    const jars = readdirSync(join(CACHE, 'jars')).map((name) => join(CACHE, 'jars', name));
    const folder = await mkdtemp(join(tmpdir(), 'medallion-spark-'));
    const script = resolve(import.meta.dirname, 'spark_session.py');
    const child = spawn(python, [script, jars.join(','), folder], {
      cwd: folder,
      env: { ...process.env, PYTHONUTF8: '1' },
    });
    const oracle = new SparkOracle(child, folder);
    await oracle.reply(START);
    return oracle;
  }

  /** Makes a Delta table of a Parquet file. @returns its number of rows */
  async load(table: string, file: string, columns: Readonly<Record<string, string>>): Promise<number> {
    const { rows } = (await this.ask({ load: { table, file, columns } })) as { readonly rows: number };
    return rows;
  }

  /** @throws SparkError */
  async execute(text: string, parameters: SparkParameters = {}): Promise<SparkResult> {
    return (await this.ask({ execute: { text, parameters } })) as SparkResult;
  }

  /** The plans of a statement, from parsed to physical. @throws SparkError */
  async explain(text: string, parameters: SparkParameters = {}): Promise<string> {
    const { plan } = (await this.ask({ explain: { text, parameters } })) as { readonly plan: string };
    return plan;
  }

  async close(): Promise<void> {
    const ended = new Promise((done) => this.child.once('close', done));
    this.child.stdin.end();
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ask(request: object): Promise<unknown> {
    this.asked += 1;
    const reply = this.reply(this.asked);
    this.child.stdin.write(`${JSON.stringify({ id: this.asked, ...request })}\n`);
    const { error, ...answer } = await reply;
    if (error === undefined) return answer;
    throw new SparkError(error.class ?? undefined, error.sqlState ?? undefined, error.message);
  }

  private reply(id: number): Promise<Reply> {
    return new Promise((onReply, onEnd) => {
      this.waiting.set(id, { resolve: onReply, reject: onEnd });
    });
  }
}

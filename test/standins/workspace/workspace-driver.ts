import { DBSQLClient, type DBSQLLogger } from '@databricks/sql';
import type { Person, WorkspaceStandins } from './workspace-standins.js';

type Session = Awaited<ReturnType<DBSQLClient['openSession']>>;

const SILENT = { log: () => undefined } as unknown as DBSQLLogger;

/** Somebody's own connection to the stand-in warehouse, by the vendor's driver as its users call it. */
export class WorkspaceDriver {
  private constructor(
    private readonly client: DBSQLClient,
    private readonly session: Session,
  ) {}

  static async open(standins: WorkspaceStandins, person: Person): Promise<WorkspaceDriver> {
    return WorkspaceDriver.signIn(standins, await standins.workspaceToken(person));
  }

  /** @throws Error if the workspace does not let the token in */
  static async signIn(standins: WorkspaceStandins, token: string): Promise<WorkspaceDriver> {
    const { host: address, warehouse } = standins.warehouse;
    const [host = '', port] = address.split(':');
    const client = new DBSQLClient({ logger: SILENT });
    client.on('error', () => undefined);
    await client.connect({
      host,
      port: Number(port),
      path: `/sql/1.0/warehouses/${warehouse}`,
      token,
      customCaCert: standins.certificate.cert,
      telemetryEnabled: false,
      preserveBigNumericPrecision: true,
    });
    return new WorkspaceDriver(client, await client.openSession());
  }

  /** All rows, as objects. @throws Error as the driver words what the warehouse answers */
  async rows(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const operation = await this.session.executeStatement(text);
    try {
      return (await operation.fetchAll()) as readonly Readonly<Record<string, unknown>>[];
    } finally {
      await operation.close();
    }
  }

  async close(): Promise<void> {
    await this.session.close();
    await this.client.close();
  }
}

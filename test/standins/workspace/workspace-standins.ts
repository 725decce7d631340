import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATABRICKS } from '../../../src/identity/workspace-token.js';
import { packageRoot } from '../../../src/lib/package-root.js';
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { type Certificate, makeCertificate } from '../certificate.js';
import { EntraStandin } from '../entra/entra-standin.js';
import { signedSubjectReader } from '../entra/subject-of.js';
import { FaultProxy } from '../fault-proxy/fault-proxy.js';
import { grantGateway } from '../unity/grant-gateway.js';
import { UnityStandin } from '../unity/unity-standin.js';
import { duckdbExecutor, type TableHistory } from '../warehouse/duckdb-executor.js';
import type { WarehouseStatement } from '../warehouse/executor.js';
import { hiddenNames, nativePolicies } from '../warehouse/native/native-policies.js';
import { WarehouseStandin } from '../warehouse/warehouse-standin.js';

const TENANT = '11111111-2222-3333-4444-555555555555';
const GATEWAY = 'aaaaaaaa-0000-0000-0000-000000000001';
const SECRET = 'hunter2';
/** The service principal must see all that the gateway's callers may see: the demo's policies let these. */
const GATEWAY_GROUPS = ['ops'];

export interface WorkspaceOptions {
  /** The gateway's contract, and Unity Catalog's objects in `unity`. */
  readonly schemaDir: string;
  /** Parquet files by the full names of tables. */
  readonly files: ReadonlyMap<string, string>;
  /** An empty folder, for a copy of the contract with settings for this workspace, and for what the engine spills. */
  readonly folder: string;
  readonly identity: 'service' | 'caller';
  /** Told of each statement that reaches the warehouse. */
  readonly onStatement?: (statement: WarehouseStatement) => void;
}

const FIRST_VERSION: TableHistory = { version: 0, timestamp: '2024-01-01 00:00:00Z' };

/** A person, as a token names them. */
export interface Person {
  readonly user: string;
  readonly groups: readonly string[];
}

/**
 * An Azure Databricks workspace and its tenant, each service a stand-in: a SQL warehouse that enforces Unity Catalog's
 * policies for whoever sends a statement, Unity Catalog, and Entra ID. A gateway is put on them by `schemaDir` and `env`.
 */
export class WorkspaceStandins {
  private constructor(
    readonly warehouse: WarehouseStandin,
    readonly unity: UnityStandin,
    readonly entra: EntraStandin,
    /** Of all three. */
    readonly certificate: Certificate,
    /** Who is in which groups of the workspace. */
    private readonly members: Map<string, readonly string[]>,
    /** Of tables that were changed since the start. */
    private readonly histories: Map<string, TableHistory>,
    private readonly keys: FaultProxy,
    private readonly duckdb: DuckdbSource,
    /** What the gateway's settings read. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(options: WorkspaceOptions): Promise<WorkspaceStandins> {
    const { files, folder, identity, onStatement = () => undefined } = options;
    const certificate = makeCertificate();
    const storedAs = hiddenNames();
    const duckdb = await DuckdbSource.open({
      name: 'warehouse',
      tables: new Map([...files].map(([table, file]) => [storedAs(table), file])),
      dataDir: folder,
      config: { threads: 1, maxConnections: 2, maxStreams: 12, memoryLimitMb: 1024, statementTimeoutMs: 600_000 },
    });
    const schemaDir = join(folder, 'schema');
    cpSync(options.schemaDir, schemaDir, { recursive: true });
    cpSync(join(packageRoot(), 'test/standins/workspace/gateway.yaml'), join(schemaDir, 'gateway.yaml'));
    writeFileSync(join(schemaDir, 'ca.pem'), certificate.cert);
    const unityDir = join(schemaDir, 'unity');
    grantGateway(join(unityDir, 'permissions'), GATEWAY);
    const members = new Map<string, readonly string[]>([[GATEWAY, GATEWAY_GROUPS]]);
    const groupsOf = (user: string) => members.get(user) ?? [];
    const histories = new Map<string, TableHistory>();
    const engine = duckdbExecutor(duckdb, (table) => histories.get(table) ?? FIRST_VERSION);
    const governed = nativePolicies({ folder: unityDir, groupsOf, storedAs }, engine);
    const applications = [{ clientId: GATEWAY, clientSecret: SECRET }];
    const entra = await EntraStandin.start({ certificate, tenantId: TENANT, applications });
    const userOf = signedSubjectReader(entra.publicKey, DATABRICKS);
    const warehouse = await WarehouseStandin.start({
      certificate,
      executor(statement) {
        onStatement(statement);
        return governed(statement);
      },
      userOf,
      admits: (user) => members.has(user),
    });
    const unity = await UnityStandin.start({
      folder: unityDir,
      certificate,
      accepts: (token) => userOf(token) !== undefined,
      self: GATEWAY,
    });
    // Signing keys are public, and are fetched with the public authorities alone trusted.
    const keys = await FaultProxy.start({ certificate: undefined, upstream: () => entra.host });
    const env = {
      DATABRICKS_HOST: warehouse.host,
      DATABRICKS_WAREHOUSE_ID: warehouse.warehouse,
      UNITY_HOST: unity.host,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: GATEWAY,
      AZURE_CLIENT_SECRET: SECRET,
      ENTRA_AUTHORITY: entra.authority,
      ENTRA_KEYS: `http://${keys.host}`,
      LAKEHOUSE_IDENTITY: identity,
      MEDALLION_SCHEMA_DIR: schemaDir,
      MEDALLION_DATA_DIR: join(folder, 'data'),
    };
    return new WorkspaceStandins(warehouse, unity, entra, certificate, members, histories, keys, duckdb, env);
  }

  /** A token that somebody got for the gateway. The workspace knows their groups from the tenant, as from now on. */
  token({ user, groups }: Person): Promise<string> {
    this.members.set(user, groups);
    return this.entra.issueUserToken(GATEWAY, { name: user, groups });
  }

  /** As `token`, for the workspace itself: what a person's own driver signs in with. */
  workspaceToken({ user, groups }: Person): Promise<string> {
    this.members.set(user, groups);
    return this.entra.issueUserToken(DATABRICKS, { name: user, groups });
  }

  /** Adds a version to a table's history, as every change of a Delta table does. @param table full name */
  change(table: string): void {
    const { version } = this.histories.get(table) ?? FIRST_VERSION;
    this.histories.set(table, { version: version + 1, timestamp: FIRST_VERSION.timestamp });
  }

  async close(): Promise<void> {
    await this.warehouse.close();
    await this.unity.stop();
    await this.keys.close();
    await this.entra.stop();
    await this.duckdb.close();
  }
}

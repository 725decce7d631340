import type { TOpenSessionReq, TSessionHandle } from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import { GatewayError } from '../../errors.js';
import { checkStatus } from './server-fault.js';
import type { WarehouseClient } from './warehouse-client.js';

/** Older servers drop parameters without a word. */
const NEEDED_PROTOCOL = codes.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V8;

export interface Session {
  readonly client: WarehouseClient;
  readonly handle: TSessionHandle;
}

/**
 * Opens a session of a client. Its zone is UTC and its arithmetic strict, which the dialect's texts rely on.
 * @throws ServerFault as the warehouse answers; GatewayError NOT_SUPPORTED for one that is too old
 */
export async function openSession(client: WarehouseClient, statementTimeoutMs: number): Promise<Session> {
  const response = await client.driver.openSession({
    client_protocol_i64: NEEDED_PROTOCOL as unknown as TOpenSessionReq['client_protocol_i64'],
    configuration: {
      STATEMENT_TIMEOUT: String(Math.ceil(statementTimeoutMs / 1000)),
      TIMEZONE: 'UTC',
      ANSI_MODE: 'true',
    },
    canUseMultipleCatalogs: true,
  });
  checkStatus(response.status);
  const { sessionHandle, serverProtocolVersion } = response;
  if (sessionHandle === undefined || sessionHandle === null)
    throw new GatewayError('SOURCE_UNAVAILABLE', 'The warehouse opened no session.');
  const session = { client, handle: sessionHandle };
  if (!(serverProtocolVersion >= NEEDED_PROTOCOL)) {
    closeSession(session);
    throw new GatewayError('SOURCE_UNAVAILABLE', 'The warehouse does not know typed parameters.', {
      operatorDetail: `protocol ${String(serverProtocolVersion)}`,
    });
  }
  return session;
}

/** Ends a session and what runs in it, behind the caller's back. A server that is not reached forgets it by itself. */
export function closeSession({ client, handle }: Session): void {
  client.finish(() => client.driver.closeSession({ sessionHandle: handle }));
}

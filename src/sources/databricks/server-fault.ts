import type { TStatus } from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';

export interface ServerFaultDetail {
  readonly message: string;
  readonly sqlState?: string | undefined;
  /** The handle that the call was about is not known to the server (any more). */
  readonly isHandleLost?: boolean;
  /** The statement itself failed, or the server would not take it; the call was in order. */
  readonly isStatement?: boolean;
  readonly isTimeout?: boolean;
}

/** What the warehouse said in a reply that arrived well. Its message is for the operator only. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
  readonly detail: ServerFaultDetail;

  constructor(detail: ServerFaultDetail) {
    super(detail.message);
    this.detail = detail;
  }
}

const { TStatusCode } = codes;

/** @throws ServerFault unless the reply says that the call went well */
export function checkStatus(status: TStatus): void {
  const { statusCode } = status;
  if (statusCode === TStatusCode.SUCCESS_STATUS || statusCode === TStatusCode.SUCCESS_WITH_INFO_STATUS) return;
  if (statusCode === TStatusCode.STILL_EXECUTING_STATUS) return;
  throw new ServerFault({
    message: status.errorMessage ?? status.displayMessage ?? `status ${statusCode}`,
    sqlState: status.sqlState ?? undefined,
    isHandleLost: statusCode === TStatusCode.INVALID_HANDLE_STATUS,
  });
}

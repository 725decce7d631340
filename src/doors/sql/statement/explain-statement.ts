import type { Bound, Execution, FieldDescription, PreparedStatement, RowBatch } from '../border.js';
import { dataRow } from '../wire/backend-messages.js';
import { GovernedStatement } from './governed-statement.js';

const TEXT_OID = 25;

const QUERY_PLAN: FieldDescription = {
  name: 'QUERY PLAN',
  tableOid: 0,
  columnNumber: 0,
  typeOid: TEXT_OID,
  typeSize: -1,
  typeModifier: -1,
};

/** EXPLAIN: the plan before policy, a row a line. Text and binary form of a text are the same bytes. */
export class ExplainStatement implements PreparedStatement {
  readonly parameterOids: readonly number[];
  readonly fields = [QUERY_PLAN];
  readonly copy = undefined;

  constructor(private readonly explained: PreparedStatement) {
    this.parameterOids = explained.parameterOids;
  }

  async execute(bound: Bound): Promise<Execution> {
    const { explained } = this;
    const lines = explained instanceof GovernedStatement ? explained.planLines(bound) : ['system catalog'];
    const batch: RowBatch = {
      rowCount: lines.length,
      encode: (start, end) => Buffer.concat(lines.slice(start, end).map((line) => dataRow([line]))),
    };
    async function* batches(): AsyncGenerator<RowBatch> {
      yield batch;
    }
    return { batches: batches(), tag: () => 'EXPLAIN' };
  }
}

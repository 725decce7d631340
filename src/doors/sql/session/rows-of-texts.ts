import type { Execution, FieldDescription, RowBatch } from '../border.js';
import { dataRow } from '../wire/backend-messages.js';
import type { RowsRunnable } from './runnable.js';
import { spreadFormats } from './spread-formats.js';

const TEXT_OID = 25;

function textField(name: string): FieldDescription {
  return { name, tableOid: 0, columnNumber: 0, typeOid: TEXT_OID, typeSize: -1, typeModifier: -1 };
}

/** Rows that are there already, all of type text: what SHOW gives. Text and binary form are the same bytes. */
export function rowsOfTexts(
  names: readonly string[],
  read: () => readonly (readonly string[])[],
  tag: string,
): RowsRunnable {
  return {
    kind: 'rows',
    fields: names.map(textField),
    copy: undefined,
    formats: (requested) => spreadFormats(requested, names.length),
    start: async (): Promise<Execution> => {
      const rows = read();
      const batch: RowBatch = {
        rowCount: rows.length,
        encode: (start, end) => Buffer.concat(rows.slice(start, end).map(dataRow)),
      };
      async function* batches(): AsyncGenerator<RowBatch> {
        yield batch;
      }
      return { batches: batches(), tag: () => tag };
    },
  };
}

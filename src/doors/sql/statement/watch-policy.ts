import type { Engine } from '../../../engine.js';
import { SqlError } from '../sql-error.js';

/**
 * Passes batches on as long as policy decides as it did at the start. A cursor may stay half read for hours; without this
 * it would go on giving rows that its reader may no longer see.
 * @param decide names the decision, or throws where access is gone
 * @throws SqlError 40001, for which clients run a statement again; what `decide` throws
 */
export async function* watchPolicy<T>(
  batches: AsyncIterable<T>,
  engine: Pick<Engine, 'catalog'>,
  decided: string,
  decide: () => string,
): AsyncGenerator<T> {
  let { catalog } = engine;
  for await (const batch of batches) {
    if (engine.catalog !== catalog) {
      catalog = engine.catalog;
      if (decide() !== decided) {
        throw new SqlError('40001', 'access to a table changed while the statement ran', { hint: 'Run it again.' });
      }
    }
    yield batch;
  }
}

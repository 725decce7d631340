import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis, AnalysisContext } from '../../../../src/doors/sql/analysis/analysis.js';
import { CatalogBackend } from '../../../../src/doors/sql/analysis/catalog-backend.js';
import { catalogImage } from '../../../../src/doors/sql/analysis/catalog-image.js';
import { IMAGE_STATEMENTS } from '../../../../src/doors/sql/analysis/catalog-image-contents.js';
import type { DatabaseDescription } from '../../../../src/doors/sql/analysis/database-description.js';
import { PostgresInstance } from '../../../../src/doors/sql/analysis/postgres-instance.js';
import { initdbProgram, postgresParts } from '../../../../src/doors/sql/analysis/postgres-parts.js';
import { readNode } from '../../../../src/doors/sql/analysis/read-node.js';

export const TEST_IMAGE_FOLDER = join(tmpdir(), 'medallion-test-catalog');

const CONTEXT: AnalysisContext = { user: 'west.analyst', settings: {} };

export interface Analyser {
  readonly backend: CatalogBackend;
  /** Trees as the door has them, from a Postgres in this thread. */
  analyse(text: string, parameterOids?: readonly number[], context?: AnalysisContext): Analysis;
}

/** Opens a catalog in this thread: half a second, and some seconds the first time on a machine. */
export async function openAnalyser(description: DatabaseDescription): Promise<Analyser> {
  const parts = await postgresParts();
  const image = await catalogImage(TEST_IMAGE_FOLDER, async () =>
    PostgresInstance.makeImage(parts, await initdbProgram(), IMAGE_STATEMENTS),
  );
  const backend = await CatalogBackend.open(parts, image, description);
  return {
    backend,
    analyse(text, parameterOids = [], context = CONTEXT) {
      const { tree, ...rest } = backend.analyse({ kind: 'analyse', text, parameterOids, context });
      return { ...rest, tree: readNode(tree) };
    },
  };
}

import type { ModelEndpoint } from '../../src/catalog/contract.js';
import { inspectContract } from '../../src/catalog/inspect-contract.js';
import { printProblem } from '../../src/catalog/problem.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import type { UnityReader } from '../../src/catalog/unity/reader.js';

export const NEVER_ABORTED: AbortSignal = new AbortController().signal;
export const DEMO_UNITY = createEmbeddedReader('schema/unity');

/** Problems of a contract of one file, `case.graphql`, as lines; the demo's catalog unless another is given. */
export async function problemsOf(
  sdl: string,
  resolvers: readonly string[] = [],
  reader: UnityReader = DEMO_UNITY,
  sources: readonly string[] = ['lakehouse'],
  models: readonly ModelEndpoint[] = [],
): Promise<readonly string[]> {
  const { problems } = await inspectContract({
    files: [{ name: 'case.graphql', text: sdl }],
    sources,
    reader,
    resolvers: new Set(resolvers),
    models,
    signal: NEVER_ABORTED,
  });
  return problems.map(printProblem);
}

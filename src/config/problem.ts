import { GatewayError } from '../errors.js';

/** One fault of the configuration and where to mend it. */
export interface ConfigProblem {
  /** `file:line:column`, or the name of an environment variable. */
  readonly place: string;
  /** The setting, such as `limits.maxPageSize`; undefined if the fault is not in one. */
  readonly setting: string | undefined;
  /** What was expected and what was found. */
  readonly message: string;
}

function printProblem(problem: ConfigProblem): string {
  const setting = problem.setting === undefined || problem.setting === '' ? '' : `${problem.setting}: `;
  return `${problem.place} ${setting}${problem.message}`;
}

/** One CONFIG_INVALID error that lists every problem, a line each. */
export function configError(problems: readonly ConfigProblem[]): GatewayError {
  const lines = [...new Set(problems.map(printProblem))];
  const title =
    lines.length === 1 ? 'The configuration is not valid:' : `The configuration has ${lines.length} errors:`;
  return new GatewayError('CONFIG_INVALID', [title, ...lines.map((line) => `  ${line}`)].join('\n'));
}

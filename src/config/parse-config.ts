import type { z } from 'zod';
import { describeIssue, expectedPhrase } from './describe-issue.js';
import { printPath, type SettingPath } from './find-node.js';
import type { Environment } from './interpolate.js';
import type { ConfigProblem } from './problem.js';
import { Secret } from './secret.js';
import { parseYaml, type YamlSource } from './yaml-source.js';

export interface ParsedConfig<T> {
  /** The settings; undefined if there are problems. */
  readonly settings: T | undefined;
  /** Every problem of the file. */
  readonly problems: readonly ConfigProblem[];
  /** `file:line:column` of a setting. */
  readonly locate: YamlSource['locate'];
}

/** A section whose settings are all commented out is YAML's null: it means its defaults. */
function withoutEmptySections(data: unknown): unknown {
  if (data === null || data === undefined) return {};
  if (typeof data !== 'object' || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([, section]) => section !== null));
}

function secretsIn(value: unknown, path: SettingPath): readonly SettingPath[] {
  if (value instanceof Secret) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    secretsIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Secrets must come from the environment, so that the file can be shown, logged and committed. */
function spelledOutSecrets(settings: unknown, source: YamlSource): readonly ConfigProblem[] {
  return secretsIn(settings, [])
    .filter((path) => !source.isPureReference(path))
    .map((path) => ({
      place: source.locate(path, 'value'),
      setting: printPath(path),
      message: `a secret must not stand in the file, nor its default; expected \${VAR}`,
    }));
}

/** Parses YAML text, reads `${VAR}` from the environment, and holds the result to a schema. */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
  environment: Environment,
): ParsedConfig<z.output<Schema>> {
  const source = parseYaml(text, file, environment);
  const locate = source.locate.bind(source);
  if (source.data === undefined) return { settings: undefined, problems: source.problems, locate };
  const parsed = schema.safeParse(withoutEmptySections(source.data), { error: expectedPhrase });
  const issues = parsed.success ? [] : parsed.error.issues.filter((issue) => !source.isReported(issue.path));
  const problems = [
    ...source.problems,
    ...issues.flatMap((issue) => describeIssue(issue, source)),
    ...(parsed.success ? spelledOutSecrets(parsed.data, source) : []),
  ];
  return { settings: problems.length === 0 ? parsed.data : undefined, problems, locate };
}

import type { z } from 'zod';
import { nearestName } from '../lib/nearest-name.js';
import { printPath, type SettingPath } from './find-node.js';
import type { ConfigProblem } from './problem.js';
import type { YamlSource } from './yaml-source.js';

function valueAt(data: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    data,
  );
}

/** What was found. A value from the environment is described and not shown: it may be a secret in the wrong place. */
function describeFound(source: YamlSource, path: SettingPath): string {
  const value = valueAt(source.data, path);
  const variables = source.variablesOf(path);
  if (variables !== undefined) {
    const names = variables.map((name) => `\${${name}}`).join(', ');
    return value === '' ? `nothing in ${names}` : `text of ${String(value).length} characters from ${names}`;
  }
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function unknownKey(source: YamlSource, path: SettingPath, known: readonly string[]): ConfigProblem {
  const near = nearestName(String(path.at(-1)), known);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  const list = known.length === 0 ? 'this section takes no settings yet' : `known: ${known.join(', ')}`;
  return { place: source.locate(path, 'key'), setting: printPath(path), message: `unknown key${hint} (${list})` };
}

/** Says what a zod issue means to the person who wrote the file, and where. One issue may name several keys. */
export function describeIssue(issue: z.core.$ZodIssue, source: YamlSource): readonly ConfigProblem[] {
  const setting = printPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message === '' ? [] : issue.message.split(',');
    return issue.keys.map((key) => unknownKey(source, [...issue.path, key], known));
  }
  if (issue.code === 'invalid_key') {
    const message = `expected a name of lower case letters, digits and "_" that begins with a letter, found ${JSON.stringify(String(issue.path.at(-1)))}`;
    return [{ place: source.locate(issue.path, 'key'), setting, message }];
  }
  const found = describeFound(source, issue.path);
  const place = source.locate(issue.path, 'value');
  if (issue.code === 'invalid_union' && 'discriminator' in issue && found !== 'nothing') {
    return [{ place, setting, message: `${found} is not supported in this version; known: ${issue.message}` }];
  }
  return [{ place, setting, message: `expected ${issue.message}, found ${found}` }];
}

/** Phrases for the issues whose schema gives none: each is what was expected. */
export function expectedPhrase(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const definition: unknown = issue.inst?._zod.def;
      const shape =
        typeof definition === 'object' && definition !== null ? Reflect.get(definition, 'shape') : undefined;
      return typeof shape === 'object' && shape !== null ? Object.keys(shape).join(',') : '';
    }
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? issue.options.join(', ') : 'another value';
    case 'invalid_type':
      return issue.expected === 'object' ? 'a map of settings' : `a value of type ${issue.expected}`;
    default:
      return undefined;
  }
}

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { findNode, printPath, type SettingPath } from './find-node.js';
import { type Environment, type Interpolation, interpolate } from './interpolate.js';
import type { ConfigProblem } from './problem.js';

/** A parsed YAML file that still knows where each setting stands. */
export interface YamlSource {
  /** Plain data with `${VAR}` replaced; undefined if the text is not YAML. */
  readonly data: unknown;
  /** Faults of the syntax and of `${VAR}` references. */
  readonly problems: readonly ConfigProblem[];
  /** `file:line:column` of a setting's value, or of its key; of the nearest setting around it if it is absent. */
  locate(path: SettingPath, at: 'key' | 'value'): string;
  /** The environment variables that the setting's value was made of; undefined if the file spells it out. */
  variablesOf(path: SettingPath): readonly string[] | undefined;
  /** True if the setting's value is `${VAR}` alone, without a default. */
  isPureReference(path: SettingPath): boolean;
  /** True if `problems` already says what is wrong with this setting's value. */
  isReported(path: SettingPath): boolean;
}

/** Calls `visit` for every text value, and `visitKey` for every key, in the order of the file. */
function walkText(
  node: unknown,
  path: SettingPath,
  visit: (node: Node & { value: unknown }, text: string, path: SettingPath) => void,
  visitKey: (key: Node, path: SettingPath) => void,
): void {
  if (isScalar(node)) {
    if (typeof node.value === 'string') visit(node, node.value, path);
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      walkText(item, [...path, index], visit, visitKey);
    });
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      const keyPath = [...path, isScalar(key) ? String(key.value) : String(key)];
      if (isScalar(key)) visitKey(key, keyPath);
      walkText(value, keyPath, visit, visitKey);
    }
  }
}

/**
 * Parses YAML text and reads the environment into it.
 * @param file how problems name the file.
 */
export function parseYaml(text: string, file: string, environment: Environment): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const problems: ConfigProblem[] = [];
  const interpolated = new Map<Node, Interpolation>();
  const reported = new Set<Node>();

  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const report = (node: Node, path: SettingPath, message: string): void => {
    reported.add(node);
    problems.push({ place: place(node.range?.[0] ?? 0), setting: printPath(path), message });
  };
  const reportSyntax = (offset: number, message: string): void => {
    problems.push({ place: place(offset), setting: undefined, message: `is not valid YAML: ${message}` });
  };

  for (const error of document.errors) reportSyntax(error.pos[0], error.message);
  walkText(
    document.contents,
    [],
    (node, value, path) => {
      const result = interpolate(value, environment);
      for (const fault of result.faults) report(node, path, fault);
      node.value = result.value;
      if (result.variables.length > 0) interpolated.set(node, result);
    },
    (key, path) => {
      // Such a key would vanish on its way through plain objects, and with it the settings under it.
      if (path.at(-1) === '__proto__') report(key, path, 'unknown key');
    },
  );

  let data: unknown;
  if (document.errors.length === 0) {
    try {
      data = document.toJS();
    } catch (thrown) {
      // An alias without its anchor, or more aliases than a config can want.
      reportSyntax(0, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
  return {
    data,
    problems,
    locate(path, at) {
      const { node, keyOffset } = findNode(document, path);
      return place(at === 'value' ? (node?.range?.[0] ?? keyOffset) : keyOffset);
    },
    variablesOf(path) {
      const { node } = findNode(document, path);
      return node === undefined ? undefined : interpolated.get(node)?.variables;
    },
    isPureReference(path) {
      const { node } = findNode(document, path);
      return node !== undefined && interpolated.get(node)?.pure === true;
    },
    isReported(path) {
      const { node } = findNode(document, path);
      return node !== undefined && reported.has(node);
    },
  };
}

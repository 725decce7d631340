import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { MetricDefinition, MetricFieldText, MetricJoinText } from './metric-definition.js';

/** More than any definition that a person writes. */
const MAX_TEXT = 262_144;
const MAX_JOIN_DEPTH = 10;
const VERSIONS: ReadonlySet<unknown> = new Set(['0.1', '1.1', 0.1, 1.1]);

/** What the gateway reads, and what says nothing about values: names and formats for people. */
const viewSchema = z.strictObject({
  version: z.unknown().optional(),
  comment: z.string().optional(),
  source: z.string(),
  filter: z.string().nullish(),
  joins: z.array(z.unknown()).nullish(),
  dimensions: z.array(z.unknown()).nullish(),
  fields: z.array(z.unknown()).nullish(),
  measures: z.array(z.unknown()).nullish(),
  materialization: z.unknown().optional(),
});

const fieldSchema = z.strictObject({
  name: z.string().min(1),
  expr: z.string(),
  comment: z.string().optional(),
  display_name: z.string().optional(),
  format: z.unknown().optional(),
  synonyms: z.unknown().optional(),
  window: z.unknown().optional(),
});

const joinSchema = z.strictObject({
  name: z.string().min(1),
  source: z.string(),
  on: z.string().optional(),
  using: z.array(z.string()).min(1).optional(),
  cardinality: z.string().optional(),
  joins: z.array(z.unknown()).nullish(),
});

/** What is wrong first, a clause: `has "shape", which the gateway does not know`. */
function firstIssue({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === 'unrecognized_keys') return `has "${issue.keys.join('", "')}", which the gateway does not know`;
  const path = (issue?.path ?? []).join('.');
  return path === '' ? 'is no mapping of names to values' : `has no usable "${path}"`;
}

function nameOf(value: unknown): string | undefined {
  const parsed = z.object({ name: z.string().min(1) }).safeParse(value);
  return parsed.success ? parsed.data.name : undefined;
}

function readField(value: unknown, kind: 'dimension' | 'measure', name: string): MetricFieldText {
  const parsed = fieldSchema.safeParse(value);
  if (!parsed.success) return { name, expr: '', comment: undefined, fault: `it ${firstIssue(parsed.error)}` };
  const { expr, comment, display_name: displayName, window } = parsed.data;
  const windowed = kind === 'measure' ? 'it is a window measure, which is not supported' : 'it has a window';
  return { name, expr, comment: comment ?? displayName, fault: window === undefined ? undefined : windowed };
}

function readJoin(value: unknown, name: string, depth: number): MetricJoinText {
  const parsed = joinSchema.safeParse(value);
  const without = { name, source: '', on: undefined, using: undefined, joins: [] };
  if (!parsed.success) return { ...without, fault: firstIssue(parsed.error) };
  const { source, on, using, cardinality, joins } = parsed.data;
  const below = readNamed(joins ?? [], (child, own) => readJoin(child, own, depth + 1));
  let fault: string | undefined;
  if (typeof below === 'string' || depth >= MAX_JOIN_DEPTH) fault = 'has joins that cannot be read';
  else if ((on === undefined) === (using === undefined)) fault = 'has to say either "on" or "using"';
  else if (cardinality !== undefined && cardinality !== 'many_to_one') {
    fault = `has cardinality "${cardinality}", which is not supported`;
  }
  return { name, source, on, using, joins: typeof below === 'string' ? [] : below, fault };
}

/** Entries that each have a name of their own, whatever else is wrong with them; or what is wrong, a clause. */
function readNamed<T>(values: readonly unknown[], read: (value: unknown, name: string) => T): readonly T[] | string {
  const taken = new Set<string>();
  const result: T[] = [];
  for (const value of values) {
    const name = nameOf(value);
    if (name === undefined) return 'has an entry without a name';
    if (taken.has(name.toLowerCase())) return `has the name "${name}" twice`;
    taken.add(name.toLowerCase());
    result.push(read(value, name));
  }
  return result;
}

function parseYaml(text: string): { readonly value: unknown } | string {
  if (text.length > MAX_TEXT) return `a definition of more than ${MAX_TEXT} characters`;
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return `a definition that is no YAML: ${error.message.split('\n')[0]?.replace(/:$/u, '')}`;
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) };
  } catch {
    return 'a definition with YAML aliases';
  }
}

/**
 * Reads the YAML of a metric view, of version 0.1 or 1.1.
 * @returns a text where nothing can be made of the whole: what the view has, a noun phrase.
 */
export function readMetricDefinition(text: string): MetricDefinition | string {
  const yaml = parseYaml(text);
  if (typeof yaml === 'string') return yaml;
  const parsed = viewSchema.safeParse(yaml.value);
  if (!parsed.success) return `a definition that ${firstIssue(parsed.error)}`;
  const { version, comment, source, filter, joins, dimensions, fields, measures } = parsed.data;
  // Version 0.1 is a part of 1.1, so that a definition of neither is read by both alike.
  if (version !== undefined && !VERSIONS.has(version))
    return `a definition of version ${String(version)}; 0.1 and 1.1 are supported`;
  if (dimensions && fields) return 'a definition with both "dimensions" and "fields"';
  const named = readNamed([...(dimensions ?? fields ?? []), ...(measures ?? [])], (value, name) => ({ value, name }));
  if (typeof named === 'string') return `a definition that ${named}`;
  const count = (dimensions ?? fields ?? []).length;
  const read = (kind: 'dimension' | 'measure', from: number, to?: number) =>
    named.slice(from, to).map(({ value, name }) => readField(value, kind, name));
  const joined = readNamed(joins ?? [], (value, name) => readJoin(value, name, 1));
  if (typeof joined === 'string') return `a definition whose "joins" ${joined}`;
  return {
    source,
    comment,
    filter: filter ?? undefined,
    joins: joined,
    dimensions: read('dimension', 0, count),
    measures: read('measure', count),
  };
}

import { snakeCase } from '../../catalog/names.js';
import type { DraftField, DraftMeasure, DraftType } from './sdl-draft.js';

/** A string of SDL. JSON's escapes are GraphQL's too. */
function quote(text: string): string {
  return JSON.stringify(text);
}

function describe(comment: string | undefined, indent: string): string {
  const text = comment?.trim() ?? '';
  if (text === '') return '';
  const short = !text.includes('\n') && text.length + indent.length < 100;
  if (short) return `${indent}${quote(text)}\n`;
  const lines = text.replaceAll('"""', '\\"""').split(/\r\n|\n|\r/);
  return `${indent}"""\n${lines.map((line) => (line.trim() === '' ? '' : `${indent}${line}`)).join('\n')}\n${indent}"""\n`;
}

function printField(field: DraftField, columns: readonly string[]): string {
  const description = describe(field.comment, '  ');
  if (field.kind === 'relation') {
    const on = field.on.map(({ from, to }) => `{ from: ${quote(from)}, to: ${quote(to)} }`).join(', ');
    const type = field.many ? `[${field.target}!]!` : field.target;
    return `${description}  ${field.name}: ${type} @join(on: [${on}])\n`;
  }
  // The loader finds a column by the field's name: first in snake_case, then as it is.
  const implied = [snakeCase(field.name), field.name].find((name) => columns.includes(name));
  const mapping = implied === field.column ? '' : ` @column(name: ${quote(field.column)})`;
  return `${description}  ${field.name}: ${field.scalar}${field.required ? '!' : ''}${mapping}\n`;
}

/** Without the measure's comment: the loader takes it from the metric view. */
function printMeasure({ name, measure, scalar }: DraftMeasure): string {
  const sql = /^\w+$/u.test(measure) ? measure : `\`${measure}\``;
  return `@measure(name: ${quote(name)}, type: ${quote(scalar)}, sql: ${quote(`measure(${sql})`)})`;
}

/** The SDL of one type, as a person would lay it out. */
export function printDraft(type: DraftType, source: string, columns: readonly string[]): string {
  const plural = type.plural === undefined ? '' : `, plural: ${quote(type.plural)}`;
  const table = `@table(source: ${quote(source)}, name: ${quote(type.table)}${plural})`;
  const key = type.key.length === 0 ? [] : [`@key(fields: ${quote(type.key.join(' '))})`];
  const directives = [table, ...key, ...type.measures.map(printMeasure)];
  const oneLine = `type ${type.name} ${directives.join(' ')} {`;
  const head = oneLine.length <= 120 ? oneLine : `type ${type.name}\n  ${directives.join('\n  ')} {`;
  return `${describe(type.comment, '')}${head}\n${type.fields.map((field) => printField(field, columns)).join('')}}\n`;
}

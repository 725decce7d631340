import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Rule {
  readonly includes: boolean;
  readonly matches: RegExp;
}

/** A pattern takes a path and all that is below it; `*` stays in a folder, `**` does not. */
function toRegExp(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*\/|\*\*|\*)/u)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/gu, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}(?:/|$)`, 'u');
}

function readRules(path: string): readonly Rule[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      includes: line.startsWith('!'),
      matches: toRegExp(line.replace(/^!/u, '').replace(/\/$/u, '')),
    }));
}

/** Copies to `target` what a builder gets of `root` under its .dockerignore: the last rule that matches a path holds. */
export function copyBuildContext(root: string, target: string): void {
  const rules = readRules(join(root, '.dockerignore'));
  const included = (path: string) => rules.findLast(({ matches }) => matches.test(path))?.includes ?? true;
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (included(path)) visit(path);
      } else if (included(path)) {
        mkdirSync(dirname(join(target, path)), { recursive: true });
        cpSync(join(root, path), join(target, path));
      }
    }
  };
  visit('');
}

import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { problemsOf } from './contract-problems.js';
test('x', async () => {
  const cases = JSON.parse(readFileSync('/tmp/f-cases.json', 'utf8'));
  const out = [];
  for (const c of cases) { let problems; try { problems = await problemsOf(c.sdl, c.resolvers); } catch (e) { problems = ['THROWN ' + (e as Error).stack]; } out.push({ ...c, problems }); }
  writeFileSync('/tmp/f-cases-out.json', JSON.stringify(out));
});

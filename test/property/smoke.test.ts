import * as fc from 'fast-check';
import { it } from 'vitest';
import { caseTapes, Choices } from './choices.js';
import { generateData, generateWorld } from './world/generate-world.js';
import { openWorld } from './world/open-world.js';
import { contractSdl } from './world/contract-sdl.js';

it('opens', async () => {
  let n = 0; const t0 = performance.now();
  await fc.assert(
    fc.asyncProperty(caseTapes(1), async ({ world }) => {
      const choices = new Choices(world);
      const model = generateWorld(choices);
      const data = generateData(choices, model);
      const t = [performance.now()];
      const open = await openWorld(model).catch((e) => { console.log(contractSdl(model)); throw e; });
      t.push(performance.now());
      const d = await open.open(data);
      t.push(performance.now());
      for (const caller of model.callers) {
        const p = d.start();
        for (const table of model.tables) {
          if (!p.door.schemaFor({...(await import('./world/open-world.js')).identityOf(caller)}).schema.getType(table.type)) continue;
          const a = await p.ask(caller, `{ ${table.plural} { totalCount nodes { ${table.columns.map((c) => c.name).join(' ')} } } }`);
          if (a.errors.some((e) => !/finite/.test(e.message)) && n++ < 5) console.log(a.errors[0], a.log);
        }
      }
      t.push(performance.now());
      await open.close();
      t.push(performance.now());
      console.log(t.slice(1).map((x, i) => Math.round(x - (t[i] ?? 0))).join(' '));
    }),
    { numRuns: 40, seed: 1, endOnFailure: true },
  );
  console.log('total', performance.now() - t0);
}, 120000);

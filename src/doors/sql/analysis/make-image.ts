/** Program of the build: makes the catalog's image where the gateway looks for it. Does nothing if it is there. */
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogImage, packagedImageFolder } from './catalog-image.js';
import { IMAGE_STATEMENTS } from './catalog-image-contents.js';
import { PostgresInstance } from './postgres-instance.js';
import { initdbProgram, postgresParts } from './postgres-parts.js';

const folder = packagedImageFolder();
await catalogImage(folder, async () =>
  PostgresInstance.makeImage(await postgresParts(), await initdbProgram(), IMAGE_STATEMENTS),
);
// Whoever runs the gateway is seldom the one who built it. It holds nothing that is not in every build.
await chmod(folder, 0o755);
for (const file of await readdir(folder)) await chmod(join(folder, file), 0o644);
// PGlite leaves timers behind.
process.exit(0);

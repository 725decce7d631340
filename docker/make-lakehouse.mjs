// Builds the demo lakehouse in a folder, for the image that brings it along: the raw files are a development dependency.
import { ensureLakehouse } from '../dist/src/lakehouse/ensure.js';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Usage: node docker/make-lakehouse.mjs <data folder>');
await ensureLakehouse({ dataDir, log: (line) => console.log(line) });

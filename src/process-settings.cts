/**
 * Settings of the process, which must be made before any other module is loaded.
 *
 * libuv makes its threads when they are first asked for, and loading an ES module does ask. Each running DuckDB statement
 * holds a thread; with the default of four, file reads, name look-ups and signature checks would wait behind four statements.
 *
 * V8 compiles a WebAssembly function anew with its optimising compiler once it has run for a while, which holds some
 * 90 MB for Postgres's program. Half a second's work of a catalog does not repay that: only what runs a thousand times longer is
 * worth it. And the young generation stays at its first size: it is mostly garbage, which otherwise grows to 32 MB.
 */
import v8 = require('node:v8');

process.env.UV_THREADPOOL_SIZE ??= '16';
v8.setFlagsFromString('--wasm-tiering-budget=2000000000');
v8.setFlagsFromString('--semi-space-growth-factor=1');

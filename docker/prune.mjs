// Takes out of a production install what is never read at run time, and prints what each rule took.
// `node docker/prune.mjs <package folder>`. A rule that finds nothing fails: a package has changed, so look again.
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Rule
 * @property {string} what what goes, and why it is not missed
 * @property {RegExp} packages names of the packages it looks into; '.' is the gateway itself
 * @property {RegExp} files their files that go, by path in the package with forward slashes
 */

/** @type {readonly Rule[]} */
export const RULES = [
  { what: 'source maps', packages: /^/u, files: /\.map$/u },
  { what: 'type declarations and TypeScript sources', packages: /^/u, files: /\.[cm]?ts$/u },
  { what: 'records of the compiler', packages: /^/u, files: /\.tsbuildinfo$/u },
  {
    what: 'documents, except licences and notices',
    packages: /^[^.]/u,
    files: /(^|\/)(?!(licen[cs]e|notice|copying|copyright|third)[^/]*$)[^/]*\.(md|markdown)$/iu,
  },
  {
    what: 'tests, examples, documentation and settings of editors, where a package keeps them',
    packages: /^[^.]/u,
    files:
      /^((tests?|__tests__|examples?|docs|benchmarks?|coverage|\.github|\.vscode|\.nyc_output)\/|\.(eslintrc|nycrc|editorconfig|gitattributes|prettierrc|travis\.yml)[^/]*$)/u,
  },
  { what: 'benchmarks and stand-ins, which the build compiles too', packages: /^\.$/u, files: /^dist\/test\//u },
  {
    what: 'the native back end of the Databricks driver, which is off unless asked for',
    packages: /^@databricks\/databricks-sql-kernel-/u,
    files: /^/u,
  },
  {
    what: 'extensions of PGlite that the catalog does not load',
    packages: /^@electric-sql\/pglite$/u,
    files: /^dist\/([^/]*\.tar\.gz$|(contrib|live|node-postgres|vector|worker)\/)/u,
  },
  { what: 'bundles of Arrow for browsers', packages: /^apache-arrow$/u, files: /^Arrow\.(es\d+|esnext)\b/u },
  {
    what: 'sign-in at Azure by a browser, which its library reads in browsers alone',
    packages: /^@azure\/msal-browser$/u,
    files: /^/u,
  },
  {
    what: "builds of Azure's libraries for browsers and for import; the SQL Server driver requires them",
    packages: /^(@azure\/(abort-controller|core-|identity$|keyvault-|logger$)|@typespec\/ts-http-runtime$)/u,
    files: /^dist\/(browser|esm|react-native|workerd)\//u,
  },
  { what: "what Azure's sign-in shares with browsers", packages: /^@azure\/msal-common$/u, files: /^dist-browser\//u },
  {
    what: 'sources and further builds of dates, and pages on MD4, for the SQL Server driver',
    packages: /^(@js-joda\/core|js-md4)$/u,
    files: /^(src\/(?!md4\.js$)|doc\/|build\/|dist\/js-joda\.(esm|min|cjs)\.js$)/u,
  },
];

/** Folders of the packages below a node_modules folder, those inside of other packages too. */
function packagesBelow(nodeModules) {
  if (!existsSync(nodeModules)) return [];
  return readdirSync(nodeModules, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('.')) return [];
    const folder = join(nodeModules, entry.name);
    if (entry.name.startsWith('@')) {
      return readdirSync(folder).flatMap((name) => withNested(`${entry.name}/${name}`, join(folder, name)));
    }
    return withNested(entry.name, folder);
  });
}

function withNested(name, folder) {
  return [{ name, folder }, ...packagesBelow(join(folder, 'node_modules'))];
}

/** Files of one package, without the packages in it. Paths have forward slashes. */
function filesOf(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(folder, `${path}/`);
    return [path];
  });
}

/** The C library that Node runs on, as package.json spells it. */
const libc = () => (process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc');

/** Whether package.json's `os`, `cpu` and `libc` let a package run on this machine. */
function runsHere(folder, machine) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return ['os', 'cpu', 'libc'].every((key) => {
    const listed = [manifest[key] ?? []].flat();
    if (listed.includes(`!${machine[key]}`)) return false;
    const wanted = listed.filter((word) => !word.startsWith('!'));
    return wanted.length === 0 || wanted.includes(machine[key]);
  });
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/**
 * Prunes the package in `root`, which must be a copy made for production.
 * @param {string} root folder of package.json
 * @param {{ rules?: readonly Rule[], machine?: { os: string, cpu: string, libc: string } }} [options]
 * @returns {readonly { what: string, files: number, bytes: number }[]} what each rule took, in order
 * @throws Error if a rule found nothing
 */
export function prune(root, options = {}) {
  const { rules = RULES, machine = { os: process.platform, cpu: process.arch, libc: libc() } } = options;
  const all = packagesBelow(join(root, 'node_modules'));
  const own = ['dist', 'src/lakehouse'].filter((name) => existsSync(join(root, name)));
  const taken = new Map([['packages for other machines', { files: 0, bytes: 0 }]]);
  for (const { what } of rules) taken.set(what, { files: 0, bytes: 0 });
  const take = (what, path) => {
    const sum = taken.get(what);
    sum.files += 1;
    sum.bytes += statSync(path).size;
    rmSync(path);
  };
  const visit = (name, folder, paths) => {
    const applying = rules.filter(({ packages }) => packages.test(name));
    for (const path of paths) {
      const rule = applying.find(({ files }) => files.test(path));
      if (rule !== undefined) take(rule.what, join(folder, path));
    }
  };
  for (const { name, folder } of all) {
    const paths = filesOf(folder);
    if (!existsSync(join(folder, 'package.json')) || runsHere(folder, machine)) visit(name, folder, paths);
    else for (const path of paths) take('packages for other machines', join(folder, path));
  }
  for (const folder of own) visit('.', root, filesOf(root, `${folder}/`));
  for (const folder of [...own, 'node_modules']) removeEmptyFolders(join(root, folder));
  const idle = rules.filter(({ what }) => taken.get(what).files === 0);
  if (idle.length > 0) throw new Error(`These rules found nothing: ${idle.map(({ what }) => what).join('; ')}.`);
  return [...taken].map(([what, sum]) => ({ what, ...sum }));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [root] = process.argv.slice(2);
  if (root === undefined) throw new Error('Usage: node docker/prune.mjs <package folder>');
  for (const { what, files, bytes } of prune(resolve(root))) {
    console.log(`${(bytes / 1e6).toFixed(1).padStart(7)} MB ${String(files).padStart(6)} files  ${what}`);
  }
}

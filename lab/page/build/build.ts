/**
 * Builds what the browser loads, in two parts bound by an import map. `vendor`: the LWC engine and the real base components, one module for
 * each public name; built once for each set of package versions (about 15 s). `app`: the package's LWCs and the lab's page (about 1 s).
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { RollupLwcOptions } from '@lwc/rollup-plugin';
import { rollup, type InputOptions, type LogHandler, type LogLevel, type OutputOptions, type Plugin, type RollupLog } from 'rollup';
import { platformModules } from './platform-modules.ts';

const root = path.resolve(import.meta.dirname, '../../..');
// A CommonJS package whose types do not say so.
const lwc = createRequire(import.meta.url)('@lwc/rollup-plugin') as (options: RollupLwcOptions) => Plugin;
const browser = path.join(root, 'lab/page/browser');
export const dist = path.join(root, 'lab/page/dist');

interface PackageManifest {
  version: string;
  lwc?: { expose: string[] };
}
const manifest = (name: string) =>
  JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as PackageManifest;

/** Two components that import modules absent from the npm package; icon sets are loaded by the icon itself. */
const leftOut = /^lightning\/(barcodeScanner|primitiveFigure|iconSvgTemplates.*)$/;
const publicNames = [
  'lwc',
  '@lwc/synthetic-shadow',
  ...(manifest('lightning-base-components').lwc?.expose ?? []).filter((name) => !leftOut.test(name))
];

export const importMap = { imports: Object.fromEntries(publicNames.map((name) => [name, `/dist/vendor/${name.replace('@', '')}.js`])) };

/** `<namespace>/<folder>` for each component folder that matches: neither `c/` nor TypeScript is known to the resolver by itself. */
function aliases(namespace: string, pattern: string): { name: string; path: string }[] {
  return globSync(pattern, { cwd: root })
    .map((file) => path.join(root, file))
    .filter((file) => path.basename(file, '.ts') === path.basename(path.dirname(file)))
    .map((file) => ({ name: `${namespace}/${path.basename(path.dirname(file))}`, path: file }));
}

function plugins(project: string): Plugin[] {
  const labelFiles = globSync(path.join(project, '**/*.labels-meta.xml'));
  return [
    platformModules(labelFiles),
    lwc({
      rootDir: browser,
      modules: [
        ...aliases('force', 'lab/page/browser/force/*/*.ts'),
        ...aliases('lightning', 'lab/page/browser/lightning/*/*.ts'),
        ...aliases('lab', 'lab/page/browser/lab/*/*.ts'),
        ...aliases('c', path.relative(root, path.join(project, '**/lwc/*/*.ts'))),
        { npm: 'lightning-base-components' }
      ],
      enableDynamicComponents: true,
      enableLwcOn: true,
      // As the platform compiles its own: the combobox is form-associated, also under synthetic shadow.
      enableSyntheticElementInternals: true,
      apiVersion: 66
    })
  ];
}

function onLog(level: LogLevel, log: RollupLog, handler: LogHandler & ((level: 'error', log: RollupLog) => void)): void {
  const ofBaseComponents = (log.loc?.file ?? log.id ?? '').includes('lightning-base-components');
  if (log.code === 'UNRESOLVED_IMPORT') {
    handler('error', log);
  } else if (!ofBaseComponents && log.code !== 'CIRCULAR_DEPENDENCY' && !(log.code === 'MISSING_EXPORT' && log.binding === 'default')) {
    handler(level, log);
  }
}

/** Re-exports a public module under a file name of its own. */
const vendorEntries: Plugin = {
  name: 'vendor-entries',
  resolveId: (id) => (id.startsWith('entry:') ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith('\0entry:')) {
      return null;
    }
    const name = JSON.stringify(id.slice('\0entry:'.length));
    return id.endsWith('synthetic-shadow')
      ? `import ${name};`
      : `export * from ${name}; import * as all from ${name}; export default all.default;`;
  }
};

async function write(input: InputOptions, output: OutputOptions): Promise<void> {
  const bundle = await rollup({ ...input, onLog });
  await bundle.write({ format: 'esm', ...output });
  await bundle.close();
}

/** Brings `lab/page/dist` up to date. `project`: the folder whose LWCs are shown. Errors name the file and line, as the LWC compiler gives them. */
export async function buildPage(project = path.join(root, 'force-app'), progress: (text: string) => void = () => undefined): Promise<void> {
  mkdirSync(dist, { recursive: true });
  const versions = ['lwc', '@lwc/rollup-plugin', 'lightning-base-components', 'rollup'].map((name) => `${name}@${manifest(name).version}`);
  const buildFiles = globSync(path.join(root, 'lab/page/{build,browser/force}/**/*.ts'))
    .sort()
    .map((file) => readFileSync(file, 'utf8'));
  const key = createHash('sha256')
    .update([...versions, ...buildFiles].join('\n'))
    .digest('hex');
  const keyFile = path.join(dist, 'vendor.key');
  if (!existsSync(keyFile) || readFileSync(keyFile, 'utf8') !== key) {
    progress('building the base components (once)');
    rmSync(path.join(dist, 'vendor'), { recursive: true, force: true });
    await write(
      {
        input: Object.fromEntries(publicNames.map((name) => [name.replace('@', ''), `entry:${name}`])),
        plugins: [vendorEntries, ...plugins(project)],
        treeshake: false
      },
      { dir: path.join(dist, 'vendor'), chunkFileNames: 'chunks/[name].js' }
    );
    writeFileSync(keyFile, key);
  }
  progress('building the page');
  await write(
    { input: path.join(browser, 'main.ts'), external: publicNames, plugins: plugins(project) },
    { dir: path.join(dist, 'app'), sourcemap: true }
  );
}

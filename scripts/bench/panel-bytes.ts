/**
 * Bytes of our own JavaScript that the panel on a campaign loads: its bundle and those it needs, each compiled and made small by the compiler of Salesforce's own
 * server, then packed. The platform sends bundles one by one; what is measured is all of them as one file, and the sum of each by itself.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '../..');
interface PlatformCompiler {
  compile(options: object): Promise<{ success: boolean; results: { code: string }[] }>;
}
const { compile } = createRequire(import.meta.url)('@lwc/sfdc-lwc-compiler') as PlatformCompiler;

export interface PanelBytes {
  bundles: { name: string; gzip: number }[];
  /** All as one file, packed. */
  together: number;
  /** Packed one by one. */
  sum: number;
}

export async function panelBytes(entry = 'marketoCampaignPanel'): Promise<PanelBytes> {
  const built = mkdtempSync(path.join(os.tmpdir(), 'panel-bytes-'));
  try {
    const tsc = path.join(root, 'node_modules/.bin/tsc');
    const { status, stdout } = spawnSync(tsc, ['-p', 'tsconfig.lwc-build.json', '--outDir', built], { cwd: root, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(stdout);
    }
    const code = new Map<string, string>();
    for (const waiting = [entry]; waiting.length > 0;) {
      const name = waiting.pop() ?? '';
      if (!code.has(name)) {
        code.set(name, await small(name, built));
        waiting.push(...[...(code.get(name) ?? '').matchAll(/["']c\/(\w+)["']/g)].map(([, other]) => other ?? ''));
      }
    }
    const bundles = [...code].map(([name, text]) => ({ name, gzip: gzipSync(text).length })).sort((a, b) => b.gzip - a.gzip);
    return { bundles, together: gzipSync([...code.values()].join('\n')).length, sum: bundles.reduce((sum, { gzip }) => sum + gzip, 0) };
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

async function small(name: string, built: string): Promise<string> {
  const [source = ''] = globSync(`force-app/**/lwc/${name}/`, { cwd: root });
  const folder = path.join(root, source);
  const scripts = path.join(built, path.relative('force-app', source));
  const files = Object.fromEntries(
    [folder, scripts].flatMap((from) =>
      readdirSync(from)
        .filter((file) => (from === folder ? /\.(html|css)$/ : /\.js$/).test(file))
        .map((file) => [file, readFileSync(path.join(from, file), 'utf8')])
    )
  );
  const { success, results } = await compile({
    bundle: { namespace: 'c', name, type: 'platform', files, apiVersion: 66 },
    compilerConfigs: [{ outputConfig: { minify: true } }]
  });
  if (!success) {
    throw new Error(`${name} does not compile.`);
  }
  return results[0]?.code ?? '';
}

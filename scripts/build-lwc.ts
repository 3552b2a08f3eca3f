/**
 * Compiles the package's Lightning components for deployment: `.ts` to `.js` beside it (what an org accepts), then each bundle with the compiler
 * of Salesforce's own server. `--check` throws the `.js` away afterwards.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

interface Diagnostic {
  level: number;
  filename?: string;
  location?: { line: number };
  message: string;
}
interface PlatformCompiler {
  compile(options: {
    bundle: { namespace: string; name: string; type: 'platform'; files: Record<string, string>; apiVersion: number };
    compilerConfigs: { outputConfig: { minify: boolean } }[];
  }): Promise<{ success: boolean; diagnostics?: Diagnostic[] }>;
}
const { compile } = require('@lwc/sfdc-lwc-compiler') as PlatformCompiler;

const built = spawnSync(path.join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.lwc-build.json'], { cwd: root, encoding: 'utf8' });
if (built.status !== 0) {
  process.stderr.write(built.stdout);
  process.exit(1);
}

let failed = 0;
const bundles = globSync('force-app/**/lwc/*/*.js-meta.xml', { cwd: root }).map((file) => path.join(root, path.dirname(file)));
for (const folder of bundles) {
  const files = Object.fromEntries(
    readdirSync(folder)
      .filter((file) => /\.(js|html|css)$/.test(file))
      .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')])
  );
  const name = path.basename(folder);
  const result = await compile({
    bundle: { namespace: 'c', name, type: 'platform', files, apiVersion: 66 },
    compilerConfigs: [{ outputConfig: { minify: false } }]
  });
  process.stdout.write(`${result.success ? 'ok    ' : 'FAILED'} ${name}\n`);
  if (!result.success) {
    failed += 1;
    for (const { filename, location, message } of result.diagnostics ?? []) {
      process.stdout.write(`  ${filename ?? name}:${location?.line ?? 1} ${message.split('\n')[0]}\n`);
    }
  }
}
if (process.argv.includes('--check')) {
  for (const file of globSync('force-app/**/lwc/*/*.js', { cwd: root })) {
    rmSync(path.join(root, file));
  }
}
if (bundles.length === 0) {
  process.stderr.write('There is no component under force-app.\n');
}
process.exit(failed > 0 || bundles.length === 0 ? 1 : 0);

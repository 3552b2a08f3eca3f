/**
 * Rollup plugin: the modules that a Salesforce org gives to a Lightning page.
 *
 * `@salesforce/apex/Class.method` calls the lab's org, `@salesforce/label/c.X` is the project's own custom label, and `.ts` becomes what
 * `tsc` would emit (types erased, decorators kept for the LWC compiler). A label that the project lacks fails the build.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { Plugin } from 'rollup';
import ts from 'typescript';

const PREFIX = '\0salesforce:';
const scopedImports = path.resolve(import.meta.dirname, '../../../node_modules/lightning-base-components/scopedImports');
const apexRuntime = path.resolve(import.meta.dirname, '../browser/apex.ts');

function labelsOf(files: string[]): Map<string, string> {
  const parser = new XMLParser({ isArray: (name) => name === 'labels', parseTagValue: false });
  const labels = new Map<string, string>();
  for (const file of files) {
    const document = parser.parse(readFileSync(file, 'utf8')) as { CustomLabels: { labels?: { fullName: string; value: string }[] } };
    for (const label of document.CustomLabels.labels ?? []) {
      if (labels.has(label.fullName)) {
        throw new Error(`${file}: the custom label ${label.fullName} is already in another file.`);
      }
      labels.set(label.fullName, label.value);
    }
  }
  return labels;
}

export function platformModules(labelFiles: string[]): Plugin {
  const labels = labelsOf(labelFiles);
  return {
    name: 'platform-modules',
    // Labels and locale come with the package of the base components, whose own resolver finds them for its components only; a module that nobody has stays
    // unresolved and fails the build.
    resolveId(source, importer) {
      if (source.startsWith('@salesforce/i18n/') && !importer?.includes('lightning-base-components')) {
        const file = path.join(scopedImports, `${source.replaceAll('/', '-')}.js`);
        return existsSync(file) ? file : null;
      }
      return /^@salesforce\/(apex($|\/)|label\/c\.)/.test(source) ? PREFIX + source : null;
    },
    load(id) {
      if (/iconSvgTemplates\w+Rtl\.js$/.test(id)) {
        return 'export default {};'; // the page is left-to-right: a third of the vendor build less
      }
      if (!id.startsWith(PREFIX)) {
        return null;
      }
      const [, kind = '', name = ''] = id.slice(PREFIX.length).split('/');
      if (kind === 'apex' && name === '') {
        return `export { refreshApex } from ${JSON.stringify(apexRuntime)};`;
      }
      if (kind === 'apex') {
        const [apexClass, method] = name.split('.').slice(-2);
        return `import { apexMethod } from ${JSON.stringify(apexRuntime)}; export default apexMethod(${JSON.stringify(apexClass)}, ${JSON.stringify(method)});`;
      }
      const label = labels.get(name.slice('c.'.length));
      if (label === undefined) {
        this.error(`${id.slice(PREFIX.length)}: the project has no such custom label.`);
      }
      return `export default ${JSON.stringify(label)};`;
    },
    // lightning-base-components and the engine read these; on the platform the Lightning runtime defines them.
    renderChunk: (code) => ({
      code: code.replaceAll('import.meta.env.SSR', 'false').replaceAll('process.env.NODE_ENV', '"development"'),
      map: null
    }),
    transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (!file.endsWith('.ts')) {
        return null;
      }
      const { outputText, sourceMapText } = ts.transpileModule(code, {
        fileName: file,
        compilerOptions: {
          target: ts.ScriptTarget.ESNext,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          useDefineForClassFields: true,
          sourceMap: true
        }
      });
      return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*$/, ''), map: sourceMapText ?? null };
    }
  };
}

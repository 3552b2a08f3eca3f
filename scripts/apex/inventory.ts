/** What the package has, by name: what its metadata may refer to. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { all, text, texts, type MetadataFile } from './source.ts';

export interface Field {
  type: string;
  required: boolean;
  formula: string | null;
  /** Of a look-up or master-detail. */
  referenceTo: string;
  /** The parent's name for the children, without `__r`. */
  children: string;
}

export interface Inventory {
  /** Custom fields by object; an object of our own is there even without fields. */
  objects: Map<string, Map<string, Field>>;
  own: Set<string>;
  classes: Set<string>;
  components: Set<string>;
  labels: Set<string>;
  /** By kind: names of everything else. */
  named: Map<string, Set<string>>;
  /** `Credential-Principal`. */
  principals: Set<string>;
}

export function takeInventory(files: MetadataFile[]): Inventory {
  const inventory: Inventory = {
    objects: new Map(),
    own: new Set(),
    classes: new Set(),
    components: new Set(),
    labels: new Set(),
    named: new Map(),
    principals: new Set()
  };
  const fieldsOf = (object: string) => {
    const known = inventory.objects.get(object) ?? new Map<string, Field>();
    inventory.objects.set(object, known);
    return known;
  };
  for (const { kind, fullName, tree, file } of files) {
    inventory.named.set(kind, (inventory.named.get(kind) ?? new Set()).add(fullName));
    switch (kind) {
      case 'object':
        inventory.own.add(fullName);
        fieldsOf(fullName);
        break;
      case 'field': {
        const [object = '', field = ''] = fullName.split('.');
        fieldsOf(object).set(field, {
          type: text(tree, 'type'),
          required: text(tree, 'required') === 'true',
          formula: texts(tree, 'formula')[0] ?? null,
          referenceTo: text(tree, 'referenceTo'),
          children: text(tree, 'relationshipName')
        });
        break;
      }
      case 'cls':
        inventory.classes.add(fullName);
        break;
      case 'js':
        inventory.components.add(fullName);
        break;
      case 'labels':
        for (const label of all(tree, 'labels')) inventory.labels.add(text(label, 'fullName'));
        break;
      case 'externalCredential':
        for (const parameter of all(tree, 'externalCredentialParameters')) {
          if (text(parameter, 'parameterType') === 'NamedPrincipal')
            inventory.principals.add(`${fullName}-${text(parameter, 'parameterName')}`);
        }
        break;
      case 'report':
      case 'dashboard':
        inventory.named.get(kind)?.add(`${path.basename(path.dirname(file))}/${fullName}`);
        break;
      default:
    }
  }
  return inventory;
}

/** What the components import of the org: `label`, `apex` and the rest, with the file that does. */
export function componentImports(root: string): { file: string; line: number; kind: string; name: string }[] {
  return globSync('force-app/**/lwc/*/*.ts', { cwd: root }).flatMap((file) =>
    readFileSync(path.join(root, file), 'utf8')
      .split('\n')
      .flatMap((content, index) =>
        [...content.matchAll(/from '@salesforce\/(label|apex|schema|customPermission)\/(?:c\.)?([\w.]+)'/g)].map(
          ([, kind = '', name = '']) => ({
            file,
            line: index + 1,
            kind,
            name
          })
        )
      )
  );
}

/** Static methods that components may call, as `Class.method`. */
export function auraMethods(root: string): Set<string> {
  const found = new Set<string>();
  for (const file of globSync('force-app/**/*.cls', { cwd: root })) {
    const source = readFileSync(path.join(root, file), 'utf8');
    const name = path.basename(file, '.cls');
    for (const [, method = ''] of source.matchAll(
      /@AuraEnabled[^\n]*\n(?:\s*@\w+[^\n]*\n)*\s*(?:public|global) static [^(=;]*?\b(\w+)\(/g
    )) {
      found.add(`${name}.${method}`);
    }
  }
  return found;
}

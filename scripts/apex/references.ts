/** Whether what metadata refers to is there: a deploy would refuse what is not, and a permission set that forgets something is noticed by users only. */
import { auraMethods, componentImports, takeInventory, type Inventory } from './inventory.ts';
import { all, text, texts, type Finding, type MetadataFile, type Tree } from './source.ts';

type Say = (sentence: string) => void;
type Rule = (tree: Tree, inventory: Inventory, say: Say, file: MetadataFile) => void;

const isCustom = (name: string) => /__(c|mdt|e|b)$/.test(name);

export function checkReferences(root: string, files: MetadataFile[]): Finding[] {
  const inventory = takeInventory(files);
  return [...files.flatMap((file) => ofFile(file, inventory)), ...ofComponents(root, files, inventory)];
}

function ofFile(file: MetadataFile, inventory: Inventory): Finding[] {
  const found: Finding[] = [];
  RULES[file.kind]?.(file.tree, inventory, (sentence) => void found.push({ file: file.file, line: 1, sentence }), file);
  return found;
}

/** A field of an object, or of one that a path of relationships leads to. Standard fields are not looked up: the package adds none. */
function needField(inventory: Inventory, object: string, path: string, say: Say): void {
  const [first = '', ...rest] = path.split('.');
  const fields = inventory.objects.get(object);
  if (rest.length > 0 && first.endsWith('__r')) {
    const target = fields?.get(first.replace(/__r$/, '__c'))?.referenceTo;
    if (target === undefined) return say(`${object} has no relationship ${first}.`);
    return needField(inventory, target, rest.join('.'), say);
  }
  if (isCustom(first) && !fields?.has(first)) say(`${object} has no field ${first}.`);
}

/** `Marketo_Link__c`, or `Marketo_Link__c.Statuses__r`: the object that a table of a report type means. */
function objectOfTable(inventory: Inventory, table: string, say: Say): string | null {
  const [base = '', ...children] = table.split('.');
  if (isCustom(base) && !inventory.own.has(base)) {
    say(`there is no object ${base}.`);
    return null;
  }
  return children.reduce<string | null>((object, child) => {
    const name = child.replace(/__r$/, '');
    const found = [...inventory.objects].find(([, fields]) =>
      [...fields.values()].some(({ children: own, referenceTo }) => own === name && referenceTo === object)
    );
    if (object !== null && !found) say(`${object} has no children ${child}.`);
    return found?.[0] ?? null;
  }, base);
}

/** `Marketo_Link__c.Statuses__r$Step__c` in reports and dashboards. */
function needColumn(inventory: Inventory, column: string, say: Say): void {
  const [table = '', field] = column.split('$');
  if (field === undefined) return;
  const object = objectOfTable(inventory, table, say);
  if (object !== null) needField(inventory, object, field, say);
}

const need = (inventory: Inventory, kind: string, name: string, words: string, say: Say) => {
  if (!inventory.named.get(kind)?.has(name)) say(`there is no ${words} ${name}.`);
};

const permissionSet: Rule = (tree, inventory, say, { file }) => {
  const isPackaged = file.startsWith('force-app/');
  for (const one of all(tree, 'classAccesses')) need(inventory, 'cls', text(one, 'apexClass'), 'class', say);
  for (const one of all(tree, 'customPermissions')) need(inventory, 'customPermission', text(one, 'name'), 'custom permission', say);
  for (const one of all(tree, 'tabSettings')) {
    if (!text(one, 'tab').startsWith('standard-')) need(inventory, 'tab', text(one, 'tab'), 'tab', say);
  }
  for (const one of all(tree, 'applicationVisibilities')) need(inventory, 'app', text(one, 'application'), 'app', say);
  for (const one of all(tree, 'externalCredentialPrincipalAccesses')) {
    const principal = text(one, 'externalCredentialPrincipal');
    if (!inventory.principals.has(principal)) say(`there is no principal ${principal}.`);
  }
  for (const one of all(tree, 'fieldPermissions')) {
    const [object = '', name = ''] = text(one, 'field').split('.');
    const field = inventory.objects.get(object)?.get(name);
    if (!field && (isCustom(name) || isPackaged)) say(`${object} has no field ${name} of the package's.`);
    if (field?.required || field?.type === 'MasterDetail')
      say(`${object}.${name} is required: it follows the object, and a deploy refuses to grant it.`);
    if (field?.formula && text(one, 'editable') === 'true') say(`${object}.${name} is a formula, which nobody edits.`);
  }
  for (const one of all(tree, 'objectPermissions')) {
    const object = text(one, 'object');
    if (isCustom(object) && !inventory.own.has(object)) say(`there is no object ${object}.`);
    if (isPackaged && !isCustom(object)) say(`a managed package cannot grant rights on ${object}: they belong into config/local.`);
  }
  if (isPackaged && all(tree, 'userPermissions').length > 0)
    say('a managed package cannot grant user permissions: they belong into config/local.');
};

const layout: Rule = (tree, inventory, say, { fullName }) => {
  const object = fullName.split('-')[0] ?? '';
  if (isCustom(object) && !inventory.own.has(object)) say(`there is no object ${object}.`);
  const items = all(tree, 'layoutSections').flatMap((part) => all(part, 'layoutColumns').flatMap((column) => all(column, 'layoutItems')));
  for (const item of items) for (const field of texts(item, 'field')) needField(inventory, object, field, say);
  for (const list of all(tree, 'relatedLists')) {
    const [child = '', parent = ''] = text(list, 'relatedList').split('.');
    if (!isCustom(child)) continue;
    needField(inventory, child, parent, say);
    for (const field of [...texts(list, 'fields'), ...texts(list, 'sortField')]) needField(inventory, child, field, say);
  }
};

const RULES: Record<string, Rule> = {
  permissionset: permissionSet,
  layout,
  field(tree, inventory, say, { fullName }) {
    const object = fullName.split('.')[0] ?? '';
    const target = text(tree, 'referenceTo');
    if (isCustom(target) && !inventory.own.has(target)) say(`there is no object ${target}.`);
    for (const [path] of text(tree, 'formula').matchAll(/\b\w+__[rc](?:\.\w+)*/g)) needField(inventory, object, path, say);
  },
  listView(tree, inventory, say, { fullName }) {
    const object = fullName.split('.')[0] ?? '';
    for (const column of texts(tree, 'columns')) needField(inventory, object, column, say);
    for (const filter of all(tree, 'filters')) needField(inventory, object, text(filter, 'field'), say);
  },
  reportType(tree, inventory, say) {
    objectOfTable(inventory, text(tree, 'baseObject'), say);
    for (const join of all(tree, 'join')) objectOfTable(inventory, `${text(tree, 'baseObject')}.${text(join, 'relationship')}`, say);
    for (const section of all(tree, 'sections')) {
      for (const column of all(section, 'columns')) needColumn(inventory, `${text(column, 'table')}$${text(column, 'field')}`, say);
    }
  },
  report(tree, inventory, say) {
    const type = text(tree, 'reportType');
    if (isCustom(type)) need(inventory, 'reportType', type.replace(/__c$/, ''), 'report type', say);
    const columns = [...all(tree, 'columns'), ...all(tree, 'groupingsDown'), ...all(tree, 'groupingsAcross')].map((one) =>
      text(one, 'field')
    );
    const filters = all(tree, 'filter').flatMap((filter) => all(filter, 'criteriaItems').map((one) => text(one, 'column')));
    const frames = all(tree, 'timeFrameFilter').map((one) => text(one, 'dateColumn'));
    for (const column of [...columns, ...filters, ...frames]) needColumn(inventory, column, say);
  },
  dashboard(tree, inventory, say) {
    const cells = all(tree, 'dashboardGridLayout').flatMap((grid) => all(grid, 'dashboardGridComponents'));
    for (const component of cells.flatMap((cell) => all(cell, 'dashboardComponent'))) {
      for (const report of texts(component, 'report')) need(inventory, 'report', report, 'report', say);
      const columns = [...texts(component, 'groupingColumn'), ...all(component, 'chartSummary').map((one) => text(one, 'column'))];
      for (const column of columns) needColumn(inventory, column, say);
    }
  },
  tab(tree, inventory, say, { fullName }) {
    if (text(tree, 'customObject') === 'true' && !inventory.own.has(fullName)) say(`there is no object ${fullName}.`);
    for (const component of texts(tree, 'lwcComponent')) need(inventory, 'js', component, 'component', say);
    for (const page of texts(tree, 'flexiPage')) need(inventory, 'flexipage', page, 'Lightning page', say);
  },
  app(tree, inventory, say) {
    for (const tab of texts(tree, 'tabs')) if (!tab.startsWith('standard-')) need(inventory, 'tab', tab, 'tab', say);
  },
  flexipage(tree, inventory, say) {
    for (const name of namesWithin(tree, 'componentName')) {
      if (/^(c:|\w+$)/.test(name)) need(inventory, 'js', name.replace(/^c:/, ''), 'component', say);
    }
  },
  quickAction(tree, inventory, say) {
    for (const component of texts(tree, 'lightningWebComponent')) need(inventory, 'js', component, 'component', say);
  },
  namedCredential(tree, inventory, say) {
    for (const parameter of all(tree, 'namedCredentialParameters')) {
      for (const name of texts(parameter, 'externalCredential')) need(inventory, 'externalCredential', name, 'external credential', say);
    }
  }
};

function namesWithin(tree: Tree, name: string): string[] {
  if (typeof tree === 'string') return [];
  return Object.entries(tree).flatMap(([key, values]) =>
    key === name ? values.filter((one) => typeof one === 'string') : values.flatMap((one) => namesWithin(one, name))
  );
}

/** Components: labels and methods that they import, and that some permission set opens the class to those who see them. */
function ofComponents(root: string, files: MetadataFile[], inventory: Inventory): Finding[] {
  const methods = auraMethods(root);
  const opened = new Set(
    files
      .filter(({ kind, file }) => kind === 'permissionset' && file.startsWith('force-app/'))
      .flatMap(({ tree }) => all(tree, 'classAccesses').map((one) => text(one, 'apexClass')))
  );
  return componentImports(root).flatMap(({ file, line, kind, name }) => {
    const className = name.split('.')[0] ?? '';
    const sentence =
      kind === 'label' && !inventory.labels.has(name)
        ? `there is no label ${name}.`
        : kind === 'apex' && !methods.has(name)
          ? `there is no @AuraEnabled method ${name}.`
          : kind === 'apex' && !opened.has(className)
            ? `no permission set of the package opens the class ${className}.`
            : kind === 'customPermission' && !inventory.named.get('customPermission')?.has(name)
              ? `there is no custom permission ${name}.`
              : null;
    return sentence === null ? [] : [{ file, line, sentence }];
  });
}

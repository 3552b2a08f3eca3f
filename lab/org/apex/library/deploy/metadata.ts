/**
 * The Metadata namespace for records of custom metadata types. Apex Reference Guide, "Metadata Namespace"; Apex Developer Guide, "Metadata". Page
 * layouts are not supported: their classes are not there.
 */
import type { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { rowOf } from '../../runtime/records.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { constant, enumeration, given, library, listOf, open, type LibraryDeclaration } from '../define.ts';
import { propertiesOf, Record$ } from '../messaging/plain.ts';

const SYSTEM = { userId: '', mode: 'system', sharing: false } as const;

const bean = (name: string, properties: string, lists = '', more: Partial<LibraryDeclaration> = {}): LibraryDeclaration =>
  library({ name, ...more, members: { 'new()': () => new Record$(name), ...propertiesOf(properties, lists), ...more.members } });

class ContainerValue {
  readonly typeName = 'Metadata.DeployContainer';
  readonly items: Record$[] = [];
}

/** `Type.Record`, with or without the `__mdt` of the type. @returns null when there is no such type. */
function placeOf(fullName: string): { object: string; name: string } | null {
  const [type = '', name = ''] = fullName.split('.');
  const object = runtime().data.schema.find(/__mdt$/i.test(type) ? type : `${type}__mdt`);
  return object && name ? { object: object.name, name } : null;
}

function existing(object: string, name: string): string | null {
  const [found] = runtime().data.query(`SELECT Id FROM ${object} WHERE DeveloperName = :name`, { name }, SYSTEM).records;
  return found ? String(found.fields['Id']) : null;
}

/** @returns what is wrong with the component, or null when it was written. */
function deployOne(component: Record$): string | null {
  const { data } = runtime();
  const place = placeOf(String(component.values.get('fullName') ?? ''));
  if (!place) {
    return `Custom metadata type not found: ${String(component.values.get('fullName'))}`;
  }
  const record = new SObjectValue(place.object, {
    DeveloperName: place.name,
    MasterLabel: component.values.get('label') ?? place.name
  });
  const fields = data.schema.find(place.object)?.fields;
  for (const value of (component.values.get('values') as ApexList | null)?.items ?? []) {
    const name = String((value as Record$).values.get('field'));
    const field = fields?.get(name.toLowerCase());
    if (!field) {
      return `Custom metadata field not found: ${name}`;
    }
    record.row[field.name] = (value as Record$).values.get('value') ?? null;
  }
  const id = existing(place.object, place.name);
  data.keep(place.object, { ...rowOf(record, data.schema), ...(id === null ? {} : { Id: id }) });
  return null;
}

/** All or nothing, in a transaction of its own after the one that asked for it. */
function deploy(container: ContainerValue, callback: unknown, jobId: string): void {
  const { data } = runtime();
  const undo = data.savepoint();
  const problems = container.items.map(deployOne);
  const failed = problems.filter((problem) => problem !== null).length;
  if (failed > 0) {
    data.rollbackTo(undo);
  }
  if (callback === null) {
    return;
  }
  const messages = container.items.map((item, index) => {
    const problem = problems[index] ?? null;
    return new Record$(
      'Metadata.DeployMessage',
      ['componentType', 'fullName', 'problem', 'success'],
      ['CustomMetadata', item.values.get('fullName'), problem, problem === null]
    );
  });
  const details = new Record$(
    'Metadata.DeployDetails',
    ['componentFailures', 'componentSuccesses'],
    [false, true].map((success) =>
      listOf(
        'Metadata.DeployMessage',
        messages.filter((message) => message.values.get('success') === success)
      )
    )
  );
  const result = new Record$(
    'Metadata.DeployResult',
    ['id', 'success', 'done', 'status', 'numberComponentsTotal', 'numberComponentErrors', 'numberComponentsDeployed', 'details'],
    [
      jobId,
      failed === 0,
      true,
      constant('Metadata.DeployStatus', failed === 0 ? 'Succeeded' : 'Failed'),
      messages.length,
      failed,
      failed === 0 ? messages.length : 0,
      details
    ]
  );
  const context = new Record$('Metadata.DeployCallbackContext', ['callbackJobId'], [jobId]);
  runtime().program.invoke(callback, 'handleResult', [result, context]);
}

function enqueue(container: ContainerValue, callback: unknown): string {
  if (runtime().test !== null) {
    throw apexError('AsyncException', 'Metadata cannot be deployed from within a test');
  }
  const told = { id: '' };
  told.id = runtime().enqueue({
    kind: 'future',
    className: 'Metadata.Operations',
    methodName: 'enqueueDeployment',
    delayMinutes: 0,
    run: () => deploy(container, callback, told.id)
  });
  return told.id;
}

/** Those that are there, with a value for each field of their type. */
function retrieve(names: ApexList): unknown {
  const { data } = runtime();
  const found = (names.items as string[]).flatMap((fullName) => {
    const place = placeOf(fullName);
    const fields = place ? [...(data.schema.find(place.object)?.fields.values() ?? [])].filter(({ custom }) => custom) : [];
    const select = ['MasterLabel', ...fields.map(({ name }) => name)].join(', ');
    const soql = place ? `SELECT ${select} FROM ${place.object} WHERE DeveloperName = :name` : null;
    const record = soql && data.query(soql, { name: place?.name ?? null }, SYSTEM).records[0];
    if (!record) {
      return [];
    }
    const values = fields.map(
      ({ name }) => new Record$('Metadata.CustomMetadataValue', ['field', 'value'], [name, record.fields[name] ?? null])
    );
    const label = record.fields['MasterLabel'] ?? null;
    return [
      new Record$(
        'Metadata.CustomMetadata',
        ['fullName', 'label', 'values'],
        [fullName, label, listOf('Metadata.CustomMetadataValue', values)]
      )
    ];
  });
  return listOf('Metadata.Metadata', found);
}

const STATUSES = ['Pending', 'InProgress', 'Succeeded', 'SucceededPartial', 'Failed', 'Canceling', 'Canceled'];

export const metadata: LibraryDeclaration[] = [
  library({ name: 'Metadata.Metadata', abstract: true, members: propertiesOf('String fullName') }),
  library({
    name: 'Metadata.CustomMetadata',
    extends: 'Metadata.Metadata',
    members: {
      'new()': () => new Record$('Metadata.CustomMetadata', ['values'], [listOf('Metadata.CustomMetadataValue', [])]),
      ...propertiesOf('String description;String label', 'Metadata.CustomMetadataValue values')
    }
  }),
  bean('Metadata.CustomMetadataValue', 'String field;Object value'),
  library({
    name: 'Metadata.DeployContainer',
    members: {
      'new()': () => new ContainerValue(),
      'void addMetadata(Metadata.Metadata item)': given((self: ContainerValue, item: Record$) => void self.items.push(item)),
      'List<Metadata.Metadata> getMetadata()': (self: ContainerValue) => listOf('Metadata.Metadata', self.items),
      'Boolean removeMetadata(Metadata.Metadata item)': given((self: ContainerValue, item: Record$) => {
        const at = self.items.indexOf(item);
        return at >= 0 && self.items.splice(at, 1).length === 1;
      }),
      'Boolean removeMetadataByFullName(String fullName)': given((self: ContainerValue, fullName: string) => {
        const at = self.items.findIndex((item) => item.values.get('fullName') === fullName);
        return at >= 0 && self.items.splice(at, 1).length === 1;
      })
    }
  }),
  enumeration('Metadata.DeployStatus', STATUSES),
  enumeration('Metadata.DeployProblemType', ['Warning', 'Error', 'Info']),
  enumeration('Metadata.MetadataType', ['CustomMetadata']),
  bean(
    'Metadata.DeployMessage',
    'Boolean changed;Boolean created;Boolean deleted;String componentType;String fileName;String fullName;Id id;' +
      'String problem;Metadata.DeployProblemType problemType;Boolean success;Integer lineNumber;Integer columnNumber;Datetime createdDate'
  ),
  bean('Metadata.DeployDetails', '', 'Metadata.DeployMessage componentFailures;Metadata.DeployMessage componentSuccesses'),
  bean(
    'Metadata.DeployResult',
    'Id id;Boolean success;Boolean done;Boolean checkOnly;Boolean ignoreWarnings;Boolean rollbackOnError;Metadata.DeployStatus status;' +
      'String errorMessage;String stateDetail;Integer numberComponentsTotal;Integer numberComponentErrors;Integer numberComponentsDeployed;Metadata.DeployDetails details;' +
      'String createdByName;Id createdBy;Datetime createdDate;Datetime startDate;Datetime completedDate;Datetime lastModifiedDate'
  ),
  bean('Metadata.DeployCallbackContext', 'Id callbackJobId'),
  library({
    name: 'Metadata.DeployCallback',
    kind: 'interface',
    members: { 'void handleResult(Metadata.DeployResult result, Metadata.DeployCallbackContext context)': open }
  }),
  library({
    name: 'Metadata.Operations',
    members: {
      'static Id enqueueDeployment(Metadata.DeployContainer container, Metadata.DeployCallback callback)': (
        container: ContainerValue,
        callback: unknown
      ) => enqueue(container, callback),
      'static List<Metadata.Metadata> retrieve(Metadata.MetadataType type, List<String> fullNames)': given(
        (_type: unknown, names: ApexList) => retrieve(names)
      )
    }
  })
];

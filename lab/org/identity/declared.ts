/**
 * Permission sets, named and external credentials out of a project's source files. What a file says and the stand-in does not know is
 * refused by file and name.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { filesUnder } from '../deploy/source-files.ts';
import type { ExternalCredential, NamedCredential } from './named-credentials.ts';
import { noGrants, type Grants } from './permissions.ts';

export interface Declared {
  /** The package's. */
  namespace: string | null;
  /** By API name in lower case, as the files say (not yet cut down by a package install). */
  permissionSets: Map<string, Grants>;
  external: ExternalCredential[];
  named: NamedCredential[];
}

export class DeclarationError extends Error {
  readonly sentence: string;
  constructor(file: string, sentence: string) {
    super(`${file}: ${sentence}`);
    this.name = 'DeclarationError';
    this.sentence = sentence;
  }
}

type Xml = Record<string, unknown>;

const LISTS = new Set([
  'applicationVisibilities',
  'classAccesses',
  'customMetadataTypeAccesses',
  'customPermissions',
  'customSettingAccesses',
  'externalCredentialParameters',
  'externalCredentialPrincipalAccesses',
  'fieldPermissions',
  'namedCredentialParameters',
  'objectPermissions',
  'pageAccesses',
  'recordTypeVisibilities',
  'tabSettings',
  'userPermissions'
]);
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => LISTS.has(name), processEntities: true });

function open(file: string, xml: string, root: string): Xml {
  const tree = parser.parse(xml) as Xml;
  const value = tree[root];
  if (typeof value !== 'object' || value === null) {
    throw new DeclarationError(file, `the root element is not <${root}>.`);
  }
  return value as Xml;
}
const list = (xml: Xml, name: string) => (xml[name] ?? []) as Xml[];
const text = (xml: Xml, name: string) => (typeof xml[name] === 'string' ? xml[name] : null);
const yes = (xml: Xml, name: string) => xml[name] === 'true';

/** @param folders package directories of the project, e.g. `force-app`. */
export function readDeclared(folders: string[], namespace: string | null = null): Declared {
  const declared: Declared = { namespace, permissionSets: new Map(), external: [], named: [] };
  for (const file of folders.flatMap(filesUnder)) {
    const [, name = '', kind] = /^(.+)\.(permissionset|externalCredential|namedCredential)-meta\.xml$/.exec(path.basename(file)) ?? [];
    const xml = kind === undefined ? '' : readFileSync(file, 'utf8');
    if (kind === 'permissionset') {
      declared.permissionSets.set(name.toLowerCase(), readPermissionSet(name, xml, file));
    } else if (kind === 'externalCredential') {
      declared.external.push(readExternal(name, xml, file));
    } else if (kind === 'namedCredential') {
      declared.named.push(readNamed(name, xml, file));
    }
  }
  return declared;
}

export function readPermissionSet(name: string, xml: string, file: string): Grants {
  const root = open(file, xml, 'PermissionSet');
  const grants = noGrants(name, text(root, 'label') ?? name);
  for (const one of list(root, 'objectPermissions')) {
    if (yes(one, 'viewAllFields')) {
      throw new DeclarationError(file, `the stand-in has no viewAllFields (on ${text(one, 'object')}); name the fields.`);
    }
    grants.objects.set((text(one, 'object') ?? '').toLowerCase(), {
      read: yes(one, 'allowRead'),
      create: yes(one, 'allowCreate'),
      edit: yes(one, 'allowEdit'),
      delete: yes(one, 'allowDelete'),
      viewAll: yes(one, 'viewAllRecords'),
      modifyAll: yes(one, 'modifyAllRecords')
    });
  }
  for (const one of list(root, 'fieldPermissions')) {
    grants.fields.set((text(one, 'field') ?? '').toLowerCase(), { read: yes(one, 'readable'), edit: yes(one, 'editable') });
  }
  const enabled = (listName: string, key: string) =>
    list(root, listName)
      .filter((one) => yes(one, 'enabled'))
      .map((one) => (text(one, key) ?? '').toLowerCase());
  grants.customPermissions = new Set(enabled('customPermissions', 'name'));
  grants.classes = new Set(enabled('classAccesses', 'apexClass'));
  grants.userPermissions = new Set(enabled('userPermissions', 'name'));
  grants.principals = new Set(enabled('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal'));
  return grants;
}

/** ExternalCredential metadata: protocol, variant, principals, token address and headers are parameters of several types. */
function readExternal(developerName: string, xml: string, file: string): ExternalCredential {
  const root = open(file, xml, 'ExternalCredential');
  const protocol = { Oauth: 'OAuth', Custom: 'Custom', Basic: 'Basic', NoAuthentication: 'NoAuthentication' }[
    text(root, 'authenticationProtocol') ?? ''
  ];
  if (protocol === undefined) {
    throw new DeclarationError(file, `the stand-in has no authentication protocol ${text(root, 'authenticationProtocol')}.`);
  }
  const parameters = list(root, 'externalCredentialParameters');
  const of = (type: string) => parameters.filter((one) => text(one, 'parameterType') === type);
  const variant = of('AuthProtocolVariant')[0];
  const variantName = variant ? text(variant, 'parameterValue') : null;
  if (protocol === 'OAuth' && !['ClientCredentialsClientSecretBasic', 'ClientCredentialsClientSecret'].includes(variantName ?? '')) {
    throw new DeclarationError(
      file,
      `of OAuth the stand-in has client credentials with a client secret only, not ${variantName ?? 'a browser flow'}.`
    );
  }
  const bySequence = (a: Xml, b: Xml) => Number(text(a, 'sequenceNumber') ?? 0) - Number(text(b, 'sequenceNumber') ?? 0);
  const value = (one: Xml | undefined) => (one ? text(one, 'parameterValue') : null);
  return {
    developerName,
    label: text(root, 'label') ?? developerName,
    protocol: protocol as ExternalCredential['protocol'],
    variant: variantName,
    principals: of('NamedPrincipal')
      .sort(bySequence)
      .map((one) => text(one, 'parameterName') ?? ''),
    tokenUrl: value(of('AuthProviderUrl')[0]),
    scope: value(of('AuthParameter').find((one) => text(one, 'parameterName') === 'Scope')),
    headers: of('AuthHeader')
      .sort(bySequence)
      .map((one) => ({ name: text(one, 'parameterName') ?? '', value: value(one) ?? '' }))
  };
}

function readNamed(developerName: string, xml: string, file: string): NamedCredential {
  const root = open(file, xml, 'NamedCredential');
  if (text(root, 'namedCredentialType') !== 'SecuredEndpoint') {
    throw new DeclarationError(
      file,
      `of named credentials the stand-in has SecuredEndpoint only, not ${text(root, 'namedCredentialType') ?? 'Legacy'}.`
    );
  }
  const parameters = list(root, 'namedCredentialParameters');
  const of = (type: string) => parameters.filter((one) => text(one, 'parameterType') === type);
  const authentication = of('Authentication')[0];
  return {
    developerName,
    label: text(root, 'label') ?? developerName,
    url: of('Url').map((one) => text(one, 'parameterValue') ?? '')[0] ?? '',
    enabled: text(root, 'calloutStatus') !== 'Disabled',
    externalCredential: authentication ? text(authentication, 'externalCredential') : null,
    generateAuthorization: yes(root, 'generateAuthorizationHeader'),
    mergeFieldsInHeader: yes(root, 'allowMergeFieldsInHeader'),
    mergeFieldsInBody: yes(root, 'allowMergeFieldsInBody'),
    headers: of('HttpHeader').map((one) => ({ name: text(one, 'parameterName') ?? '', value: text(one, 'parameterValue') ?? '' }))
  };
}

/** Metadata types: how the Metadata API names them, in which folder their files lie and how those end (Metadata API Developer Guide, Metadata Types). */

export interface MetadataType {
  name: string;
  folder: string;
  suffix: string;
  /** A code file with a `-meta.xml` beside it. */
  hasMetaFile: boolean;
  /** A folder of files a component. */
  bundle: boolean;
  inFolder: boolean;
}

const xml = (name: string, folder: string, suffix: string): MetadataType => ({
  ...{ name, folder, suffix, hasMetaFile: false, bundle: false, inFolder: false }
});
const code = (name: string, folder: string, suffix: string): MetadataType => ({ ...xml(name, folder, suffix), hasMetaFile: true });
const bundle = (name: string, folder: string): MetadataType => ({ ...xml(name, folder, ''), bundle: true });

export const TYPES: MetadataType[] = [
  code('ApexClass', 'classes', 'cls'),
  code('ApexTrigger', 'triggers', 'trigger'),
  code('ApexPage', 'pages', 'page'),
  code('ApexComponent', 'components', 'component'),
  code('StaticResource', 'staticresources', 'resource'),
  bundle('LightningComponentBundle', 'lwc'),
  bundle('AuraDefinitionBundle', 'aura'),
  xml('CustomObject', 'objects', 'object'),
  xml('CustomLabels', 'labels', 'labels'),
  xml('CustomMetadata', 'customMetadata', 'md'),
  xml('CustomPermission', 'customPermissions', 'customPermission'),
  xml('CustomNotificationType', 'notificationtypes', 'notiftype'),
  xml('PermissionSet', 'permissionsets', 'permissionset'),
  xml('PermissionSetGroup', 'permissionsetgroups', 'permissionsetgroup'),
  xml('NamedCredential', 'namedCredentials', 'namedCredential'),
  xml('ExternalCredential', 'externalCredentials', 'externalCredential'),
  xml('RemoteSiteSetting', 'remoteSiteSettings', 'remoteSite'),
  xml('CspTrustedSite', 'cspTrustedSites', 'cspTrustedSite'),
  xml('Layout', 'layouts', 'layout'),
  xml('FlexiPage', 'flexipages', 'flexipage'),
  xml('CustomTab', 'tabs', 'tab'),
  xml('CustomApplication', 'applications', 'app'),
  xml('QuickAction', 'quickActions', 'quickAction'),
  xml('LightningMessageChannel', 'messageChannels', 'messageChannel'),
  xml('ReportType', 'reportTypes', 'reportType'),
  { ...xml('Report', 'reports', 'report'), inFolder: true },
  { ...xml('Dashboard', 'dashboards', 'dashboard'), inFolder: true },
  xml('Settings', 'settings', 'settings'),
  xml('Translations', 'translations', 'translation'),
  xml('CustomObjectTranslation', 'objectTranslations', 'objectTranslation'),
  xml('Flow', 'flows', 'flow'),
  xml('Profile', 'profiles', 'profile'),
  xml('Workflow', 'workflows', 'workflow'),
  xml('DuplicateRule', 'duplicateRules', 'duplicateRule'),
  xml('MatchingRules', 'matchingRules', 'matchingRule'),
  xml('SharingRules', 'sharingRules', 'sharingRules'),
  xml('GlobalValueSet', 'globalValueSets', 'globalValueSet'),
  xml('StandardValueSet', 'standardValueSets', 'standardValueSet'),
  xml('Queue', 'queues', 'queue'),
  xml('Group', 'groups', 'group'),
  xml('Role', 'roles', 'role')
];

/** Parts of an object: their element in its file, their type, and where source format keeps them. */
export const PARTS = [
  { element: 'fields', type: 'CustomField', folder: 'fields', suffix: 'field', root: 'CustomField' },
  { element: 'validationRules', type: 'ValidationRule', folder: 'validationRules', suffix: 'validationRule', root: 'ValidationRule' },
  { element: 'recordTypes', type: 'RecordType', folder: 'recordTypes', suffix: 'recordType', root: 'RecordType' },
  { element: 'listViews', type: 'ListView', folder: 'listViews', suffix: 'listView', root: 'ListView' },
  { element: 'fieldSets', type: 'FieldSet', folder: 'fieldSets', suffix: 'fieldSet', root: 'FieldSet' },
  { element: 'compactLayouts', type: 'CompactLayout', folder: 'compactLayouts', suffix: 'compactLayout', root: 'CompactLayout' },
  { element: 'webLinks', type: 'WebLink', folder: 'webLinks', suffix: 'webLink', root: 'WebLink' },
  {
    element: 'businessProcesses',
    type: 'BusinessProcess',
    folder: 'businessProcesses',
    suffix: 'businessProcess',
    root: 'BusinessProcess'
  },
  { element: 'sharingReasons', type: 'SharingReason', folder: 'sharingReasons', suffix: 'sharingReason', root: 'SharingReason' },
  { element: 'indexes', type: 'Index', folder: 'indexes', suffix: 'index', root: 'Index' }
] as const;

/**
 * The kinds of metadata files by the end of their names. `read` is used here; `elsewhere` is read by the side of identity or the page;
 * `shown` bears on what people see only. A file of no kind listed here is refused.
 */
export type Kind = { name: string; use: 'read' | 'elsewhere' | 'shown' };

const read = (name: string): Kind => ({ name, use: 'read' });
const elsewhere = (name: string): Kind => ({ name, use: 'elsewhere' });
const shown = (name: string): Kind => ({ name, use: 'shown' });

export const KINDS: Record<string, Kind> = {
  object: read('custom object'),
  field: read('custom field'),
  validationRule: read('validation rule'),
  recordType: read('record type'),
  cls: read('Apex class'),
  trigger: read('Apex trigger'),
  labels: read('custom labels'),
  customPermission: read('custom permission'),
  notiftype: read('custom notification type'),
  md: read('custom metadata record'),
  permissionset: read('permission set'),
  permissionsetgroup: shown('permission set group'),
  namedCredential: elsewhere('named credential'),
  externalCredential: elsewhere('external credential'),
  js: elsewhere('Lightning web component'),
  remoteSite: shown('remote site setting'),
  cspTrustedSite: shown('trusted URL'),
  listView: shown('list view'),
  fieldSet: shown('field set'),
  compactLayout: shown('compact layout'),
  layout: shown('page layout'),
  webLink: shown('button or link'),
  tab: shown('tab'),
  app: shown('app'),
  flexipage: shown('Lightning page'),
  quickAction: shown('quick action'),
  report: shown('report'),
  reportFolder: shown('report folder'),
  reportType: shown('report type'),
  dashboard: shown('dashboard'),
  dashboardFolder: shown('dashboard folder'),
  asset: shown('asset'),
  resource: shown('static resource'),
  messageChannel: shown('message channel'),
  settings: shown('settings'),
  translation: shown('translation'),
  objectTranslation: shown('translation of an object'),
  fieldTranslation: shown('translation of a field')
};

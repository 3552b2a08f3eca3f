/** Site, Network and the session: the stand-in has no sites, so that no code runs in one. Apex Reference Guide, the classes of these names. */
import { library, type LibraryDeclaration } from '../define.ts';

const none = (): null => null;

export const sites: LibraryDeclaration[] = [
  library({
    name: 'Site',
    extends: 'SObject',
    members: {
      'static Id getSiteId()': none,
      'static String getName()': none,
      'static String getMasterLabel()': none,
      'static String getPathPrefix()': none,
      'static String getSiteType()': none,
      'static String getBaseUrl()': () => '',
      'static String getBaseSecureUrl()': () => ''
    }
  }),
  library({ name: 'Network', extends: 'SObject', members: { 'static String getNetworkId()': none } })
];

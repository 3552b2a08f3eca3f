/** One Salesforce org, as the engine needs it. */
import type { SalesforcePort } from '../engine/ports.ts';
import type { SalesforceDirectory } from '../automation/ports.ts';
import { createCampaigns } from './campaigns.ts';
import { createDirectory } from './directory.ts';
import { createExtracts } from './extracts.ts';
import { createMembers } from './members.ts';
import { createPackageRoutes } from './package-routes.ts';
import { createPeople } from './people.ts';
import { createSession, type Session, type SessionOptions } from './session.ts';

export interface SalesforceOptions extends SessionOptions {
  /** The package's namespace, or null when it was deployed without one. */
  namespace: string | null;
}

export interface Salesforce extends SalesforcePort, SalesforceDirectory {
  /** For diagnostics, and for the API usage that Salesforce reports. */
  session: Session;
}

export function createSalesforce(options: SalesforceOptions): Salesforce {
  const session = createSession(options);
  return {
    session,
    ...createMembers(session),
    ...createExtracts(session),
    ...createPeople(session, options.namespace),
    ...createCampaigns(session),
    ...createDirectory(session),
    ...createPackageRoutes(session, options.namespace)
  };
}

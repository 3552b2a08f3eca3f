/** Request and Quiddity, OrgLimits. Apex Reference Guide, the classes of these names. */
import { randomUUID } from 'node:crypto';
import { runtime } from '../../runtime/current.ts';
import { constant, enumeration, given, library, listOf, mapOf, type LibraryDeclaration } from '../define.ts';

/** Why the code runs, as far as this org knows. */
function quiddity(): string {
  const { test, transaction } = runtime();
  const names: Partial<Record<typeof transaction.context, string>> = {
    queueable: 'QUEUEABLE',
    future: 'FUTURE',
    batch: 'BATCH_APEX',
    scheduled: 'SCHEDULED',
    event: 'PLATFORM_EVENT_PUBLISH_CALLBACK'
  };
  return names[transaction.context] ?? (test === null ? 'SYNCHRONOUS' : 'RUNTEST_SYNC');
}

class RequestValue {
  readonly typeName = 'Request';
}
const requestId = (): string => runtime().state('request id', () => randomUUID().replaceAll('-', '').slice(0, 20));

/** What the whole org may do in a day. Salesforce Developer Limits, "API Request Limits and Allocations"; the org uses none of it up. */
const ORG_LIMITS: Record<string, number> = {
  DailyApiRequests: 15_000,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryJobs: 10_000,
  DailyStandardVolumePlatformEvents: 10_000,
  DataStorageMB: 1_024,
  FileStorageMB: 1_024,
  HourlyPublishedPlatformEvents: 50_000,
  SingleEmail: 5_000
};
class OrgLimitValue {
  readonly typeName = 'OrgLimit';
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  tostring$0(): string {
    return `System.OrgLimit[getName=${this.name}]`;
  }
}
const allLimits = (): OrgLimitValue[] => Object.keys(ORG_LIMITS).map((name) => new OrgLimitValue(name));

export const request: LibraryDeclaration[] = [
  enumeration('Quiddity', [
    'UNDEFINED',
    'ANONYMOUS',
    'AURA',
    'BATCH_ACS',
    'BATCH_APEX',
    'BATCH_CHUNK_PARALLEL',
    'BATCH_CHUNK_SERIAL',
    'BULK_API',
    'COMMERCE_INTEGRATION',
    'DISCOVERABLE_LOGIN',
    'EXTERNAL_SERVICE_CALLBACK',
    'FUNCTION_CALLBACK',
    'FUTURE',
    'INBOUND_EMAIL_SERVICE',
    'INVOCABLE_ACTION',
    'PLATFORM_EVENT_PUBLISH_CALLBACK',
    'POST_INSTALL_SCRIPT',
    'QUEUEABLE',
    'QUICK_ACTION',
    'REMOTE_ACTION',
    'REST',
    'RUNTEST_ASYNC',
    'RUNTEST_DEPLOY',
    'RUNTEST_SYNC',
    'SCHEDULED',
    'SOAP',
    'SYNCHRONOUS',
    'TRANSACTION_FINALIZER_QUEUEABLE',
    'TRANSACTION_SECURITY_POLICY',
    'VF'
  ]),
  library({
    name: 'Request',
    members: {
      'static Request getCurrent()': () => new RequestValue(),
      'Quiddity getQuiddity()': () => constant('Quiddity', quiddity()),
      'String getRequestId()': requestId
    }
  }),
  library({
    name: 'OrgLimits',
    members: {
      'static List<OrgLimit> getAll()': () => listOf('OrgLimit', allLimits()),
      'static Map<String, OrgLimit> getMap()': () =>
        mapOf(
          'String',
          'OrgLimit',
          allLimits().map((limit) => [limit.name, limit] as const)
        )
    }
  }),
  library({
    name: 'OrgLimit',
    members: {
      'String getName()': (self: OrgLimitValue) => self.name,
      'Integer getLimit()': given((self: OrgLimitValue) => ORG_LIMITS[self.name] ?? 0),
      'Integer getValue()': () => 0
    }
  })
];

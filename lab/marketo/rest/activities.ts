/** The log of activities as a feed. Marketo REST, "Activities". A token is base32 of the time and the id that were read last, as Marketo's old ones were. */
import {
  DATA_VALUE_CHANGE,
  DELETED_LEAD,
  MERGE,
  NEW_LEAD,
  REQUESTED,
  STATUS_CHANGE,
  type Activity,
  type Instance
} from '../state/instance.ts';
import { ApiError, BATCH, done, listed, need, only, result, time, wholeNumber, type Answer, type Call } from './envelope.ts';

const MOST_TYPES = 10;
const MOST_LEADS = 30;

export function pagingToken(call: Call): Answer {
  only(call, 'sinceDatetime');
  const since = Date.parse(need(call, 'sinceDatetime'));
  if (Number.isNaN(since)) {
    throw new ApiError(1001, `Invalid value '${call.query.get('sinceDatetime')}'. Required of type 'DateTime'`);
  }
  return done({ nextPageToken: tokenOf({ since, id: 0, turn: 0 }) });
}

export function readActivities(call: Call, instance: Instance): Answer {
  only(call, 'nextPageToken', 'activityTypeIds', 'assetIds', 'leadIds', 'batchSize');
  need(call, 'activityTypeIds');
  const [types = [], assets = [], leads = []] = ['activityTypeIds', 'assetIds', 'leadIds'].map((name) => listed(call, name).map(Number));
  if (types.length > MOST_TYPES || leads.length > MOST_LEADS || (assets.length > 0 && types.length > 1)) {
    throw new ApiError(1003, 'At most 10 activity types and 30 leads; assetIds with one type only');
  }
  return feed(
    call,
    instance,
    (one) =>
      types.includes(one.type) &&
      (assets.length === 0 || (one.primaryId !== null && assets.includes(one.primaryId))) &&
      (leads.length === 0 || leads.includes(one.leadId))
  );
}

export function readDeleted(call: Call, instance: Instance): Answer {
  only(call, 'nextPageToken', 'batchSize');
  return feed(call, instance, (one) => one.type === DELETED_LEAD);
}

interface Position {
  since: number;
  /** Activities up to this id were delivered. */
  id: number;
  /** How often this position was asked from, for the switches. */
  turn: number;
}

function feed(call: Call, instance: Instance, fits: (one: Activity) => boolean): Answer {
  const at = positionOf(need(call, 'nextPageToken'));
  const size = Math.max(1, wholeNumber(call, 'batchSize', BATCH, BATCH));
  const { switches } = instance;
  const shown = instance.now() - switches.get('activityDelayMs');
  const ready: Activity[] = [];
  for (const one of instance.activities.all()) {
    // What is late holds back what came after it, so that no position passes it.
    if ((one.loggedAt ?? one.at) > shown) {
      break;
    }
    if (one.id > at.id && one.at >= at.since) {
      ready.push(one);
    }
  }
  const found = ready.filter(fits);
  if (found.length > 0 && at.turn === 0 && switches.get('emptyActivityPages')) {
    return done({ nextPageToken: tokenOf({ ...at, turn: 1 }), moreResult: true });
  }
  const rows = found.slice(0, size);
  const last = found.length > size ? (rows.at(-1)?.id ?? at.id) : (ready.at(-1)?.id ?? at.id);
  const next = { nextPageToken: tokenOf({ since: at.since, id: last, turn: 0 }), moreResult: found.length > size };
  const twice = switches.get('repeatedActivities') ? rows.slice(0, 1) : [];
  const byApiName = switches.get('customAttributeName') === 'API name';
  return rows.length === 0
    ? done(next)
    : result(
        [...twice, ...rows].map((one) => activityOut(one, byApiName)),
        next
      );
}

function activityOut(one: Activity, byApiName: boolean) {
  return {
    id: one.id,
    marketoGUID: String(one.id),
    leadId: one.leadId,
    activityDate: time(one.at),
    activityTypeId: one.type,
    ...(one.primaryId === null ? {} : { primaryAttributeValueId: one.primaryId }),
    ...(one.primaryValue === null ? {} : { primaryAttributeValue: one.primaryValue }),
    attributes: one.attributes.map(({ name, apiName, value }) => ({ name: byApiName ? (apiName ?? name) : name, value }))
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function tokenOf({ since, id, turn }: Position): string {
  let bits = '';
  for (const byte of Buffer.from(`${new Date(since).toISOString()},${id},${turn}`)) {
    bits += byte.toString(2).padStart(8, '0');
  }
  const text = (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return text + '='.repeat((8 - (text.length % 8)) % 8);
}

function positionOf(token: string): Position {
  const bits = [...token.replace(/=+$/, '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const [since = '', id, turn] = Buffer.from(bytes).toString('utf8').split(',');
  const position = { since: Date.parse(since), id: Number(id), turn: Number(turn) };
  if (Object.values(position).some(Number.isNaN)) {
    throw new ApiError(1003, 'Invalid nextPageToken');
  }
  return position;
}

const integer = (name: string) => ({ name, dataType: 'integer' });
const word = (name: string) => ({ name, dataType: 'string' });
const TYPES = [
  { id: NEW_LEAD, name: 'New Lead', description: 'New person is created', attributes: [word('Source Type'), word('Created Date')] },
  {
    id: DATA_VALUE_CHANGE,
    name: 'Change Data Value',
    description: 'Changed a value of a person',
    primaryAttribute: word('Attribute Name'),
    attributes: ['New Value', 'Old Value', 'Reason', 'Source'].map(word)
  },
  {
    id: MERGE,
    name: 'Merge Leads',
    description: 'People were merged',
    primaryAttribute: integer('Lead ID'),
    attributes: [word('Merge IDs')]
  },
  {
    id: REQUESTED,
    name: 'Request Campaign',
    description: 'A smart campaign was requested',
    primaryAttribute: integer('Campaign ID'),
    attributes: [word('Source')]
  },
  { id: DELETED_LEAD, name: 'Delete Lead', description: 'Person was deleted', primaryAttribute: integer('Lead ID'), attributes: [] },
  {
    id: STATUS_CHANGE,
    name: 'Change Status in Progression',
    description: 'Status of a program member changed',
    primaryAttribute: integer('Program ID'),
    attributes: [
      ...['Old Status ID', 'New Status ID', 'Program Member ID'].map(integer),
      ...['Old Status', 'New Status', 'Reason'].map(word),
      ...['Acquired By', 'Success'].map((name) => ({ name, dataType: 'boolean' }))
    ]
  }
];

/** Custom types are among them once they are approved. */
export function activityTypes(call: Call, instance: Instance): Answer {
  only(call);
  const custom = instance.activityTypes.all().flatMap(({ id, approved }) => {
    const primary = approved?.attributes.find((one) => one.isPrimary);
    const plain = ({ name, dataType }: { name: string; dataType: string }) => ({ name, dataType });
    return approved && primary
      ? [
          {
            id,
            name: approved.name,
            description: approved.description,
            primaryAttribute: plain(primary),
            attributes: approved.attributes.filter((one) => !one.isPrimary).map(plain)
          }
        ]
      : [];
  });
  return result([...TYPES, ...custom]);
}

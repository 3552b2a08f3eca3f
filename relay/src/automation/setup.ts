/**
 * Makes in Marketo what automation needs: three activity types, a custom object. What is there already is taken where it is ours or can be completed, and named
 * where it is somebody else's; nothing is made before it is sure that all of it can be.
 */
import { OutsideError } from '../engine/ports.ts';
import { lacksCustomObjects } from '../marketo/automation.ts';
import type { ActivityType, MarketoAutomation } from './ports.ts';
import type { ActivityTypeIds, ChangeKind } from './settings.ts';
import { ACTIVITY_TYPES, MEMBERSHIP, MEMBERSHIP_FIELDS, type OwnType } from './types.ts';

/** Marketo, custom activities: 10 types; more can be bought. */
const MOST_TYPES = 10;

/** Why something cannot be set up, and what to do. */
export class SetupRefused extends Error {}

/** What was done about one thing, in a sentence. */
export interface SetUp {
  what: string;
  outcome: 'made' | 'completed' | 'was-there' | 'left-out';
  sentence: string;
}

export async function setUpActivities(marketo: MarketoAutomation): Promise<{ ids: ActivityTypeIds; done: SetUp[] }> {
  const known = (await marketo.activityTypes()).filter(({ status }) => status !== 'deleted');
  const kinds = Object.keys(ACTIVITY_TYPES) as ChangeKind[];
  const missing = kinds.filter((kind) => !known.some((one) => one.apiName === ACTIVITY_TYPES[kind].apiName));
  for (const kind of missing) refuseTaken(known, ACTIVITY_TYPES[kind]);
  if (known.length + missing.length > MOST_TYPES) {
    // An instance may have bought more: Marketo itself says so, before anything else is made.
    await firstOrRefuse(marketo, known, missing[0] as ChangeKind);
  }
  const done: SetUp[] = [];
  const ids: Partial<ActivityTypeIds> = {};
  for (const kind of kinds) {
    const wasThere = known.some((one) => one.apiName === ACTIVITY_TYPES[kind].apiName);
    const { id, outcome } = await setUpType(marketo, ACTIVITY_TYPES[kind], wasThere);
    ids[kind] = id;
    done.push({ what: ACTIVITY_TYPES[kind].apiName, outcome, sentence: sentenceOf(ACTIVITY_TYPES[kind], outcome) });
  }
  return { ids: ids as ActivityTypeIds, done };
}

function refuseTaken(known: ActivityType[], { apiName, name, triggerName, filterName }: OwnType): void {
  const holder = known.find((one) => one.name === name || one.triggerName === triggerName || one.filterName === filterName);
  if (!holder) return;
  throw new SetupRefused(
    `Marketo's activity type "${holder.apiName}" already has the name, trigger or filter that ${apiName} is to have ("${name}", "${triggerName}", "${filterName}"). Rename or delete that one in Admin > Marketo Custom Activities and run this again. Nothing was made.`
  );
}

async function firstOrRefuse(marketo: MarketoAutomation, known: ActivityType[], kind: ChangeKind): Promise<void> {
  try {
    await marketo.createActivityType(plain(ACTIVITY_TYPES[kind]));
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== '1027') throw error;
    throw new SetupRefused(
      `Marketo allows no more activity types: ${known.length} are there (${known.map(({ apiName }) => apiName).join(', ')}), and three are needed. Delete some in Admin > Marketo Custom Activities, ask Adobe for more, or run this with --no-activities. Nothing was made.`,
      { cause: error }
    );
  }
  known.push({ ...(await marketo.describeActivityType(ACTIVITY_TYPES[kind].apiName)) });
}

const plain = ({ attributes: _attributes, ...type }: OwnType) => type;

async function setUpType(marketo: MarketoAutomation, own: OwnType, wasThere: boolean): Promise<{ id: number; outcome: SetUp['outcome'] }> {
  if (!wasThere) await marketo.createActivityType(plain(own));
  const known = await marketo.describeActivityType(own.apiName);
  const primary = known.primary?.apiName;
  if (primary !== own.primary.apiName) {
    throw new SetupRefused(
      `Marketo's activity type "${own.apiName}" is somebody else's: its primary attribute is ${primary ?? 'unknown'}, not ${own.primary.apiName}. Rename or delete it in Admin > Marketo Custom Activities and run this again.`
    );
  }
  const missing = own.attributes.filter(({ apiName }) => !known.attributes?.some((one) => one.apiName === apiName));
  const odd = own.attributes.find(({ apiName, dataType }) =>
    known.attributes?.some((one) => one.apiName === apiName && one.dataType !== dataType)
  );
  if (odd) {
    throw new SetupRefused(
      `The attribute ${odd.apiName} of Marketo's activity type "${own.apiName}" is not of type ${odd.dataType}. Delete the attribute there and run this again.`
    );
  }
  if (missing.length > 0) await marketo.addTypeAttributes(own.apiName, missing);
  if (missing.length === 0 && known.status === 'approved') return { id: known.id, outcome: 'was-there' };
  return { id: (await marketo.approveActivityType(own.apiName)).id, outcome: wasThere ? 'completed' : 'made' };
}

function sentenceOf({ triggerName, filterName }: OwnType, outcome: SetUp['outcome']): string {
  const how = { made: 'was made and approved', completed: 'was there, was completed and approved', 'was-there': 'was there already' };
  return `The trigger "${triggerName}" with the filter "${filterName}" ${how[outcome as keyof typeof how]}.`;
}

/** @returns The object's API name; null where the subscription has none. */
export async function setUpObject(marketo: MarketoAutomation): Promise<{ object: string | null; done: SetUp }> {
  const what = MEMBERSHIP.apiName;
  const filter = `The filter "Has ${MEMBERSHIP.pluralName}"`;
  try {
    const before = await marketo.objectType(what);
    if (!before) await marketo.createObjectType(MEMBERSHIP);
    const known = before ?? (await marketo.objectType(what));
    if (!known)
      throw new SetupRefused(`Marketo says that it made the custom object ${what}, but does not show it. Run this again in a minute.`);
    const missing = MEMBERSHIP_FIELDS.filter(({ name }) => !known.fields.includes(name));
    if (before && before.state !== 'draft' && missing.some((one) => one.isDedupeField || one.linksTo !== null)) {
      throw new SetupRefused(
        `Marketo's custom object "${known.apiName}" is somebody else's: it lacks ${missing.map(({ name }) => name).join(', ')}, and an approved object takes no such fields any more. Delete it in Admin > Marketo Custom Objects and run this again.`
      );
    }
    if (missing.length > 0) await marketo.addObjectFields(known.apiName, missing);
    if (missing.length > 0 || known.state !== 'approved') await marketo.approveObjectType(known.apiName);
    const outcome = !before ? 'made' : missing.length > 0 || known.state !== 'approved' ? 'completed' : 'was-there';
    const how = { made: 'was made and approved', completed: 'was completed and approved', 'was-there': 'was there already' }[outcome];
    return { object: known.apiName, done: { what, outcome, sentence: `${filter} ${how}.` } };
  } catch (error) {
    if (!lacksCustomObjects(error)) throw error;
    const sentence = `${filter} is left out: this Marketo subscription has no custom objects (616). The three triggers and their history filters work without them. Adobe sells custom objects; run this again when they are there.`;
    return { object: null, done: { what, outcome: 'left-out', sentence } };
  }
}

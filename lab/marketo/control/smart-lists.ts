/**
 * Smart lists, as far as a marketer needs them for Salesforce campaigns: people whom a custom activity's filter finds, and people who have a record of a custom
 * object. Filters are named as Marketo's own pages show them, and constraints by the name of an attribute or field; all filters must match.
 */
import type { Instance } from '../state/instance.ts';
import { Unmet, type Body, type ControlParts } from './control.ts';

interface Filter {
  /** `Was Added to …` of a custom activity type, or `Has …` of a custom object's plural name. */
  filter: string;
  /** Of an activity: how far back. */
  withinDays?: number;
  constraints?: Record<string, string | number | boolean>;
}

/** `POST /lab/smart-lists {"filters": […]}` → the people who match, with their fields. */
export function evaluate({ instance }: ControlParts, body: Body) {
  const filters = (body['filters'] ?? []) as Filter[];
  if (filters.length === 0) {
    throw new Unmet('A smart list is {"filters": [{"filter", "withinDays"?, "constraints"?}]}.');
  }
  const found = filters.map((filter) => peopleOf(instance, filter));
  const ids = [...(found[0] ?? [])].filter((id) => found.every((some) => some.has(id))).sort((a, b) => a - b);
  return { leads: ids.map((id) => ({ id, email: instance.leads.get(id)?.fields['email'] ?? null })) };
}

function peopleOf(instance: Instance, filter: Filter): Set<number> {
  const type = instance.activityTypes.all().find(({ approved }) => approved?.filterName === filter.filter);
  if (type?.approved) {
    const known = new Map(type.approved.attributes.map((one) => [one.name, one]));
    requireKnown(filter, [...known.keys()]);
    const from = filter.withinDays === undefined ? -Infinity : instance.now() - filter.withinDays * 86_400_000;
    const fits = instance.activities.all().filter(
      (activity) =>
        activity.type === type.id &&
        activity.at >= from &&
        Object.entries(filter.constraints ?? {}).every(([name, value]) => {
          const shown = known.get(name)?.isPrimary ? activity.primaryValue : activity.attributes.find((one) => one.name === name)?.value;
          return shown === value;
        })
    );
    return living(
      instance,
      fits.map(({ leadId }) => leadId)
    );
  }
  const object = instance.objectTypes.all().find(({ approved }) => approved && filter.filter === `Has ${approved.pluralName}`);
  if (object?.approved) {
    const names = new Map(object.approved.fields.map((field) => [field.displayName, field.name]));
    requireKnown(filter, [...names.keys()]);
    if (filter.withinDays !== undefined) {
      throw new Unmet(`"${filter.filter}" knows the present only: it has no withinDays.`);
    }
    const link = object.approved.fields.find(({ relatedTo }) => relatedTo?.name === 'Lead')?.name ?? '';
    const fits = [...instance.recordsOf(object.apiName).values()].filter((record) =>
      Object.entries(filter.constraints ?? {}).every(([name, value]) => record.fields[names.get(name) ?? ''] === value)
    );
    return living(
      instance,
      fits.map(({ fields }) => Number(fields[link]))
    );
  }
  const offered = [
    ...instance.activityTypes.all().flatMap(({ approved }) => approved?.filterName ?? []),
    ...instance.objectTypes.all().flatMap(({ approved }) => (approved ? `Has ${approved.pluralName}` : []))
  ];
  throw new Unmet(`The palette has no filter "${filter.filter}". It has: ${offered.join(', ') || 'none'}.`);
}

function requireKnown({ filter, constraints = {} }: Filter, names: string[]): void {
  const odd = Object.keys(constraints).find((name) => !names.includes(name));
  if (odd !== undefined) {
    throw new Unmet(`The filter "${filter}" has no constraint ${odd}. It has: ${names.join(', ')}.`);
  }
}

const living = (instance: Instance, ids: number[]) => new Set(ids.filter((id) => instance.leads.get(id) !== undefined));

/** What the palette of filters and triggers shows. */
export function palette({ instance }: ControlParts) {
  return {
    triggers: instance.activityTypes.all().flatMap(({ approved }) => approved?.triggerName ?? []),
    filters: instance.activityTypes.all().flatMap(({ approved }) => approved?.filterName ?? []),
    objects: instance.objectTypes.all().flatMap(({ approved }) => (approved ? `Has ${approved.pluralName}` : []))
  };
}

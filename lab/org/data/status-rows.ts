/** Rows that say what the statuses and stages mean: those of a fresh org, or those of the project's standard value sets. */
import type { Metadata, StandardValue } from '../metadata/metadata.ts';
import { STATUS_OBJECTS } from '../schema/value-sets.ts';
import type { Row } from '../types.ts';
import { STAGES } from './standard-derived.ts';
import type { Store } from './store.ts';

type StatusObject = (typeof STATUS_OBJECTS)[number];

const FRESH: Record<StatusObject, Row[]> = {
  LeadStatus: [
    { MasterLabel: 'Open - Not Contacted', IsDefault: true, IsConverted: false },
    { MasterLabel: 'Working - Contacted', IsDefault: false, IsConverted: false },
    { MasterLabel: 'Closed - Converted', IsDefault: false, IsConverted: true },
    { MasterLabel: 'Closed - Not Converted', IsDefault: false, IsConverted: false }
  ],
  CaseStatus: ['New', 'Working', 'Escalated', 'Closed'].map((MasterLabel) => ({
    MasterLabel,
    IsClosed: MasterLabel === 'Closed',
    IsDefault: MasterLabel === 'New'
  })),
  TaskStatus: ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'].map((MasterLabel) => ({
    MasterLabel,
    IsClosed: MasterLabel === 'Completed',
    IsDefault: MasterLabel === 'Not Started'
  })),
  OpportunityStage: STAGES.map((stage) => ({
    MasterLabel: stage.name,
    IsActive: true,
    IsClosed: stage.closed,
    IsWon: stage.won,
    DefaultProbability: stage.probability,
    ForecastCategory: stage.category,
    ForecastCategoryName: stage.category
  }))
};

const yes = (text: string | null): boolean => text === 'true';

const ROW: Record<StatusObject, (one: StandardValue) => Row> = {
  LeadStatus: (one) => ({ IsDefault: one.isDefault, IsConverted: yes(one.more('converted')) }),
  CaseStatus: (one) => ({ IsDefault: one.isDefault, IsClosed: yes(one.more('closed')) }),
  TaskStatus: (one) => ({ IsDefault: one.isDefault, IsClosed: yes(one.more('closed')) }),
  OpportunityStage: (one) => ({
    IsActive: one.active,
    IsClosed: yes(one.more('closed')),
    IsWon: yes(one.more('won')),
    DefaultProbability: Number(one.more('probability') ?? 0),
    ForecastCategory: one.more('forecastCategory') ?? 'Pipeline',
    ForecastCategoryName: one.more('forecastCategory') ?? 'Pipeline'
  })
};

/** @param renew makes these the rows of the object, by their labels. */
export function keepStatuses(store: Store, metadata: Metadata, renew: (object: string, key: string[], rows: Row[]) => void): void {
  for (const object of STATUS_OBJECTS) {
    const declared = metadata.standardValueSets.get(object);
    const rows = declared?.map((one): Row => ({ MasterLabel: one.label, ApiName: one.value, ...ROW[object](one) }));
    if (rows || store.table(object).rows.size === 0) {
      const all = rows ?? FRESH[object].map((row): Row => ({ ApiName: row['MasterLabel'] ?? null, ...row }));
      renew(
        object,
        ['ApiName'],
        all.map((row, index) => ({ ...row, SortOrder: index + 1 }))
      );
    }
  }
}

/** What a subscription defines for itself: custom activity types, custom objects with their records, smart campaigns. Times are milliseconds since 1970. */
import type { FieldValue } from './instance.ts';

export interface TypeAttribute {
  apiName: string;
  name: string;
  description: string | null;
  dataType: string;
  isPrimary: boolean;
}
/** One version of a type: the draft and the approved one differ until the draft is approved. */
export interface TypeVersion {
  name: string;
  description: string | null;
  triggerName: string;
  filterName: string;
  attributes: TypeAttribute[];
}
export interface CustomActivityType {
  id: number;
  apiName: string;
  approved: TypeVersion | null;
  draft: TypeVersion | null;
  createdAt: number;
  updatedAt: number;
}

export interface ObjectField {
  name: string;
  displayName: string;
  dataType: string;
  description: string | null;
  isDedupeField: boolean;
  /** The link field's target. */
  relatedTo: { name: string; field: string } | null;
}
export interface ObjectVersion {
  displayName: string;
  pluralName: string;
  description: string | null;
  showInLeadDetail: boolean;
  fields: ObjectField[];
}
export interface ObjectType {
  apiName: string;
  approved: ObjectVersion | null;
  draft: ObjectVersion | null;
  createdAt: number;
  updatedAt: number;
}
export interface ObjectRecord {
  marketoGUID: string;
  object: string;
  fields: Record<string, FieldValue>;
  createdAt: number;
  updatedAt: number;
}

export interface SmartCampaign {
  id: number;
  name: string;
  type: 'batch' | 'trigger';
  isActive: boolean;
  /** Its trigger is "Campaign is Requested" by the web service API. */
  isRequestable: boolean;
  programId: number | null;
  createdAt: number;
}
/** A request that was granted, with what its tokens said. */
export interface CampaignRun {
  id: number;
  campaignId: number;
  leadIds: number[];
  tokens: { name: string; value: string }[];
  at: number;
}

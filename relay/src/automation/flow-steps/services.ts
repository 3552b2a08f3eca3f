/** The three flow steps as Marketo knows them: names, inputs, results. Marketo's service provider interface for self-service flow steps, schema version 1.0.0. */

export const ACTIONS = ['add', 'change', 'remove'] as const;
export type Action = (typeof ACTIONS)[number];

interface Said {
  apiName: string;
  name: string;
  triggerName: string;
  filterName: string;
  description: string;
}
const SAID: Record<Action, Said> = {
  add: {
    apiName: 'addToSalesforceCampaign',
    name: 'Add to Salesforce Campaign',
    triggerName: 'Is Added to Salesforce Campaign by Flow',
    filterName: 'Was Added to Salesforce Campaign by Flow',
    description:
      'Makes the person a member of a Salesforce campaign. Members stay as they are, with their status. Who is not in Salesforce is created there first, where this is allowed.'
  },
  change: {
    apiName: 'changeStatusInSalesforceCampaign',
    name: 'Change Status in Salesforce Campaign',
    triggerName: 'Status in Salesforce Campaign is Changed by Flow',
    filterName: 'Status in Salesforce Campaign was Changed by Flow',
    description: "Changes the person's status in a Salesforce campaign. Who is no member is added with the status."
  },
  remove: {
    apiName: 'removeFromSalesforceCampaign',
    name: 'Remove from Salesforce Campaign',
    triggerName: 'Is Removed from Salesforce Campaign by Flow',
    filterName: 'Was Removed from Salesforce Campaign by Flow',
    description: 'Takes the person out of a Salesforce campaign. Who is no member is skipped.'
  }
};
export const titleOf = (action: Action) => SAID[action].name;

const en = (text: string) => ({ en_US: text });
const attribute = (apiName: string, dataType: string, name: string, description: string, more: Record<string, unknown> = {}) => ({
  apiName,
  dataType,
  i18n: en2({ name, description, ...(Object.keys(more).length > 0 ? { uiTooltip: description } : {}) }),
  ...more
});
const en2 = (said: Record<string, string>) => ({ en_US: said });
const choice = { hasPicklist: true, enforcePicklistSelect: false };

/** Fields of people that are worth a call to Marketo when they are mapped: with e-mail address and Salesforce id none is needed. */
export const FIELDS: Record<string, [type: string, description: string]> = {
  email: ['email', 'E-mail address, by which the person is found in Salesforce'],
  firstName: ['string', 'First name of a person who is created in Salesforce'],
  lastName: ['string', 'Last name of a person who is created in Salesforce'],
  company: ['string', 'Company of a person who is created in Salesforce'],
  phone: ['string', 'Phone number of a person who is created in Salesforce'],
  title: ['string', 'Job title of a person who is created in Salesforce'],
  salesforceId: ['string', 'The field that holds the Salesforce id of the person']
};

/** @param idField The tenant's Marketo field that holds Salesforce ids. */
export function serviceDefinition(action: Action, idField: string): Record<string, unknown> {
  const { apiName, ...said } = SAID[action];
  const campaign = attribute(
    'campaign',
    'string',
    'Campaign',
    'A Salesforce campaign: choose one, or give its id or its exact name, also by a token.',
    choice
  );
  const status = attribute(
    'status',
    'string',
    action === 'add' ? 'Status' : 'New Status',
    action === 'add'
      ? 'A member status of the campaign, also by a token. Empty: the campaign’s default.'
      : 'A member status of the campaign, also by a token.',
    choice
  );
  return {
    apiName,
    i18n: { en_US: said },
    primaryAttribute: 'campaign',
    invocationPayloadDef: {
      globalAttributes: [],
      flowAttributes: action === 'remove' ? [campaign] : [campaign, status],
      fields: Object.entries(FIELDS).map(([serviceAttribute, [dataType, description]]) => ({
        serviceAttribute,
        suggestedMarketoAttribute: serviceAttribute === 'salesforceId' ? idField : serviceAttribute,
        description: en(description),
        dataType,
        required: false
      })),
      headers: [],
      userDrivenMapping: false,
      programContext: false,
      campaignContext: true,
      triggerContext: false,
      programMemberContext: false,
      subscriptionContext: true,
      myTokenContext: []
    },
    callbackPayloadDef: {
      attributes: [
        attribute('outcome', 'string', 'Outcome', 'What was done: added, changed, removed, or why nothing had to be.'),
        attribute('resultingStatus', 'string', 'Resulting Status', 'The status in the campaign afterwards.'),
        attribute('campaignName', 'string', 'Campaign Name', 'The campaign’s name in Salesforce.'),
        attribute('campaignMemberId', 'string', 'Campaign Member Id', 'Salesforce’s id of the membership.')
      ],
      fields: [],
      userDrivenMapping: false
    }
  };
}

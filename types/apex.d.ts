// One declaration per @AuraEnabled method that a component calls, so that calls and wires are checked end to end.

declare module '@salesforce/apex/MarketoPanelController.getPanel' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string | undefined },
    import('../force-app/main/panel/lwc/marketoCampaignPanel/panelView').PanelData
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoPanelController.syncNow' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoPersonController.getPrograms' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { recordId: string | undefined },
    import('../force-app/main/inline/lwc/marketoPersonPrograms/personView').PersonData
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoPersonController.lookUp' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { recordId: string; campaignId: string },
    import('../force-app/main/inline/lwc/marketoPersonPrograms/personView').LookUp
  >;
  export default method;
}

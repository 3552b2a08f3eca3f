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

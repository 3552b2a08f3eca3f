// The same for the controller of the programs' tab.

declare module '@salesforce/apex/MarketoProgramsController.linked' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { nameContains: string; attention: boolean; page: number },
    import('../force-app/main/programs/lwc/marketoPrograms/programView').ProgramPage
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoProgramsController.all' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { nameContains: string; page: number },
    import('../force-app/main/programs/lwc/marketoPrograms/programView').ProgramPage
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoProgramsController.createCampaign' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ request: string; key: string }, string>;
  export default method;
}

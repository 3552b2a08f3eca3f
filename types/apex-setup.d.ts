// The same for what the Setup page calls.

declare module '@salesforce/apex/MarketoSetupController.getSetup' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.diagnostics' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoChecks/checks').Check[]>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.relayChecks' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoChecks/checks').Check[]>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.whyNoCampaigns' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ userId: string | null }, import('../force-app/main/setup/lwc/marketoChecks/checks').Check[]>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.permissionSets' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetHolders/setEntry').SetEntry[]>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.findUsers' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ search: string }, { userId: string; name: string; username: string }[]>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.assign' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ permissionSet: string; userId: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.revoke' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ permissionSet: string; userId: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.setCapture' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ isOn: boolean }, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkDefaults.read' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, Record<string, string>>;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkDefaults.save' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ rules: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.switchOn' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.switchOff' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.pair' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.unpair' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.startHealthJob' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

declare module '@salesforce/apex/MarketoSetupController.stopHealthJob' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<Record<string, never>, import('../force-app/main/setup/lwc/marketoSetup/setupView').Setup>;
  export default method;
}

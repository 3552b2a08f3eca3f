// The same for the controllers of the campaign panel.

declare module '@salesforce/apex/MarketoPanelController.pause' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoPanelController.resume' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoPanelController.unlink' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string }, void>;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.programs' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; search: string; page: number },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').ProgramList
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.channels' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string }, { channels: import('../force-app/main/panel/lwc/marketoAnswer/contract').Channel[] }>;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.folders' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; search: string; page: number },
    { folders: import('../force-app/main/panel/lwc/marketoAnswer/contract').Folder[]; page: number; more: boolean }
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.createProgram' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; request: string; key: string },
    { program: import('../force-app/main/panel/lwc/marketoAnswer/contract').Program }
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.settings' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string }, import('../force-app/main/panel/lwc/marketoAnswer/contract').LinkSettings>;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.askPreview' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string; request: string }, { previewId: string }>;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.preview' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; previewId: string },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').PreviewView
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoLinkController.start' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string; programId: number; previewId: string; digest: string; key: string }, { runId: string }>;
  export default method;
}

declare module '@salesforce/apex/MarketoIssueController.storedIssues' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string | undefined }, import('../force-app/main/panel/lwc/marketoAnswer/contract').IssueList>;
  export default method;
}

declare module '@salesforce/apex/MarketoIssueController.issues' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; reason: string | null; cursor: string | null },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').IssueList
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoIssueController.manyIssues' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; reason: string | null; cursor: string | null },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').IssueList
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoIssueController.act' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    {
      campaignId: string;
      action: string;
      memberKeys: string[] | null;
      reason: string | null;
      person: string | null;
      cursor: string | null;
      key: string;
    },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').ActionAnswer
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoHistoryController.journal' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; memberKey: string | null; kind: string | null; cursor: string | null },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').JournalPage
  >;
  export default method;
}

declare module '@salesforce/apex/MarketoHistoryController.runs' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string; page: number }, import('../force-app/main/panel/lwc/marketoAnswer/contract').RunList>;
  export default method;
}

declare module '@salesforce/apex/MarketoHistoryController.askUndo' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string; runId: string }, { previewId: string }>;
  export default method;
}

declare module '@salesforce/apex/MarketoHistoryController.undo' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<{ campaignId: string; runId: string; previewId: string; digest: string; key: string }, { runId: string }>;
  export default method;
}

declare module '@salesforce/apex/MarketoIssueController.members' {
  import type { ApexMethod } from '@salesforce/apex';
  const method: ApexMethod<
    { campaignId: string; state: string; cursor: string | null },
    import('../force-app/main/panel/lwc/marketoAnswer/contract').MemberList
  >;
  export default method;
}

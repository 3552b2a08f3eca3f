// lightning/navigation of the base components imports this module of the platform; records have the addresses that the lab's server knows.
type Constructor = new (...args: never[]) => object;
interface PageReference {
  type: string;
  attributes: { recordId?: string; objectApiName?: string; url?: string };
}
const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');
const FOLDERS: Record<string, string> = { Campaign: 'campaign', Lead: 'lead', Contact: 'contact', CampaignMember: 'member' };

function addressOf({ type, attributes }: PageReference): string {
  const folder = FOLDERS[attributes.objectApiName ?? ''];
  if (type === 'standard__recordPage' && folder && attributes.recordId) {
    return `/${folder}/${attributes.recordId}${location.search}`;
  }
  throw new Error(`The lab has no page for ${JSON.stringify({ type, attributes })}.`);
}

export const NavigationMixin = Object.assign(
  (Base: Constructor) =>
    class extends Base {
      [Navigate](page: PageReference): void {
        location.assign(addressOf(page));
      }
      async [GenerateUrl](page: PageReference): Promise<string> {
        return addressOf(page);
      }
    },
  { Navigate, GenerateUrl }
);

export class CurrentPageReference {
  constructor(emit: (reference: unknown) => void) {
    emit({ type: 'standard__recordPage', attributes: {}, state: {} });
  }
  connect(): void {}
  update(): void {}
  disconnect(): void {}
}

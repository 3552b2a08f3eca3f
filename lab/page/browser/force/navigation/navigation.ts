// lightning/navigation of the base components imports this module of the platform; the lab's page has one place and goes nowhere.
type Constructor = new (...args: never[]) => object;
const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

export const NavigationMixin = Object.assign(
  (Base: Constructor) =>
    class extends Base {
      [Navigate](): never {
        throw new Error('The lab’s page has no navigation.');
      }
      [GenerateUrl](): Promise<string> {
        return Promise.resolve(location.href);
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

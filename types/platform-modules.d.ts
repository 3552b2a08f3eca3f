// Platform modules with no published types. No top-level import or export: the file must stay ambient.

declare module '@salesforce/apex' {
  export function refreshApex(provision: unknown): Promise<void>;
  export interface FetchError {
    status?: number;
    statusText?: string;
    body?: { message?: string; exceptionType?: string } | { message?: string }[];
    message?: string;
  }
  export type Provision<T> = { data: T; error: undefined } | { data: undefined; error: FetchError } | { data: undefined; error: undefined };
  /** A method annotated @AuraEnabled: callable, and usable as a wire adapter. */
  export type ApexMethod<Args extends Record<string, unknown>, Result> = ((args?: Args) => Promise<Result>) &
    import('lwc').WireAdapterConstructor<Args, Provision<Result>>;
}

declare module '@salesforce/label/*' {
  const label: string;
  export default label;
}

declare module '@salesforce/i18n/*' {
  const value: string;
  export default value;
}

declare module 'lightning/platformShowToastEvent' {
  export class ShowToastEvent extends CustomEvent<unknown> {
    constructor(init: {
      title?: string;
      message: string;
      variant?: 'info' | 'success' | 'warning' | 'error';
      mode?: 'dismissible' | 'pester' | 'sticky';
    });
  }
}

declare module 'lightning/toast' {
  const Toast: { show(config: { label: string; message?: string; variant?: string; mode?: string }, source: unknown): void };
  export default Toast;
}

declare module 'lightning/toastContainer' {
  const ToastContainer: { instance(): { maxToasts: number; toastPosition: string } };
  export default ToastContainer;
}

declare module 'lightning/navigation' {
  export interface PageReference {
    type: string;
    attributes: Record<string, string | undefined>;
    state?: Record<string, string | undefined>;
  }
  const Navigate: unique symbol;
  const GenerateUrl: unique symbol;
  interface Navigation {
    [Navigate](page: PageReference, replace?: boolean): void;
    [GenerateUrl](page: PageReference): Promise<string>;
  }
  type Component = typeof import('lwc').LightningElement;
  export const NavigationMixin: {
    (Base: Component): Pick<Component, keyof Component> & (new () => import('lwc').LightningElement & Navigation);
    readonly Navigate: typeof Navigate;
    readonly GenerateUrl: typeof GenerateUrl;
  };
}

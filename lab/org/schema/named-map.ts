/**
 * A map by lower-case API name that also finds what a managed package calls its own without its namespace: `marketo_link__c` for
 * `ns__marketo_link__c`. Going over it meets each entry once, under its full name.
 */
export class NamedMap<V> extends Map<string, V> {
  namespace: string | null = null;

  override get(name: string): V | undefined {
    const found = super.get(name);
    return found !== undefined || this.namespace === null ? found : super.get(`${this.namespace}__${name}`);
  }
  override has(name: string): boolean {
    return super.has(name) || (this.namespace !== null && super.has(`${this.namespace}__${name}`));
  }
}

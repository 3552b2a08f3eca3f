/** `ns__Field__c` → `Field__c`. */
export const localName = (name: string): string => name.replace(/^\w+?__(?=\w+?__\w+$)/, '');

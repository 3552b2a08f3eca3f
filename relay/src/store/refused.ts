/** What keeps the relay from its database or from what was asked of it there: a sentence with what to do, and no secret in it. */
export class StoreRefused extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StoreRefused';
  }
}

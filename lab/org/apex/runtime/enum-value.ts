/** A constant of an enum, of user code or of the library. Compared by identity. */
export class ApexEnum {
  /** `Outer.Season`, `System.LoggingLevel`. */
  readonly typeName: string;
  readonly name: string;
  readonly ordinal: number;

  constructor(typeName: string, name: string, ordinal: number) {
    this.typeName = typeName;
    this.name = name;
    this.ordinal = ordinal;
  }
}

/** The values that Apex code computes with, in one place for the library to import. null is null; there is no undefined. */
export { ApexBlob, ApexDate, ApexDatetime, ApexTime } from './dates.ts';
export { ApexDecimal, type Rounding } from './decimal.ts';
export { ApexEnum } from './enum-value.ts';
export { ApexException, ApexLimitException, ApexObject, UncatchableException, apexError, stackText } from './exception-value.ts';
export { ApexList, ApexMap, ApexSet } from './collections.ts';
export { SObjectValue, type RecordErrorNote } from './sobject-value.ts';
export { compareNumbers, equalIds, equalStrings, equalValues, hashKey, identityOf, isNumeric, type Numeric } from './equality.ts';
export type { RuntimeField, RuntimeKind, RuntimeType } from './runtime-type.ts';
export { textOf } from './text.ts';
export { toId, isId } from './ids.ts';
export { fieldToken, objectToken, SObjectFieldToken, SObjectTypeToken, TypeToken, typeToken } from './tokens.ts';

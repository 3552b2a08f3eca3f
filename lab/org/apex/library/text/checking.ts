/** String: what a text is made of. Apex Reference Guide, "String Class". */
import type { LibraryDeclaration } from '../define.ts';

const every =
  (pattern: RegExp) =>
  (self: string): boolean =>
    pattern.test(self);

const isBlank = (value: string | null): boolean => value === null || /^\p{White_Space}*$/u.test(value);

export const checking: LibraryDeclaration['members'] = {
  'static Boolean isBlank(String value)': isBlank,
  'static Boolean isNotBlank(String value)': (value: string | null) => !isBlank(value),
  'static Boolean isEmpty(String value)': (value: string | null) => value === null || value === '',
  'static Boolean isNotEmpty(String value)': (value: string | null) => value !== null && value !== '',
  'Boolean isAllLowerCase()': every(/^\p{Ll}+$/u),
  'Boolean isAllUpperCase()': every(/^\p{Lu}+$/u),
  'Boolean isAlpha()': every(/^\p{L}+$/u),
  'Boolean isAlphaSpace()': every(/^[\p{L} ]*$/u),
  'Boolean isAlphanumeric()': every(/^[\p{L}\p{Nd}]+$/u),
  'Boolean isAlphanumericSpace()': every(/^[\p{L}\p{Nd} ]*$/u),
  'Boolean isAsciiPrintable()': every(/^[\x20-\x7e]*$/),
  'Boolean isNumeric()': every(/^\p{Nd}+$/u),
  'Boolean isNumericSpace()': every(/^[\p{Nd} ]*$/u),
  'Boolean isWhitespace()': every(/^[\p{White_Space}]*$/u),
  'Boolean containsWhitespace()': (self: string) => /\p{White_Space}/u.test(self)
};

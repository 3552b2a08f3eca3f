/** JSON. Apex Reference Guide, "JSON Class". */
import type { TypeToken } from '../../runtime/tokens.ts';
import { given, library } from '../define.ts';
import { JsonGeneratorValue } from './generator.ts';
import { JsonParserValue } from './parser.ts';
import { parseTyped, parseUntyped } from './read.ts';
import { toJson } from './write.ts';

const written =
  (pretty: boolean) =>
  (value: unknown, suppressNulls: boolean | null = false): string =>
    toJson(value, { pretty, suppressNulls: suppressNulls ?? false });

export const json = library({
  name: 'JSON',
  members: {
    'static String serialize(Object value)': written(false),
    'static String serialize(Object value, Boolean suppressApexObjectNulls)': written(false),
    'static String serializePretty(Object value)': written(true),
    'static String serializePretty(Object value, Boolean suppressApexObjectNulls)': written(true),
    'static Object deserialize(String text, Type type)': given((text: string, type: TypeToken) => parseTyped(text, type.type, false)),
    'static Object deserializeStrict(String text, Type type)': given((text: string, type: TypeToken) => parseTyped(text, type.type, true)),
    'static Object deserializeUntyped(String text)': given(parseUntyped),
    'static JSONGenerator createGenerator(Boolean pretty)': given((pretty: boolean) => new JsonGeneratorValue(pretty)),
    'static JSONParser createParser(String text)': given((text: string) => new JsonParserValue(text))
  }
});

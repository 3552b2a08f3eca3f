/** Type. Apex Reference Guide, "Type Class". */
import { runtime } from '../../runtime/current.ts';
import { typeToken, type TypeToken } from '../../runtime/tokens.ts';
import { hashOf } from '../collections/hashing.ts';
import { given, library, nullArgument } from '../define.ts';

function forName(name: string | null): TypeToken | null {
  if (name === null) {
    throw nullArgument();
  }
  const type = runtime().program.findType(name);
  return type && typeToken(type);
}

/** A null or empty namespace means none; another package's types are not there. */
function inNamespace(namespace: string | null, name: string | null): TypeToken | null {
  const own = runtime().org.namespace;
  const isOpen = !namespace || namespace.toLowerCase() === own?.toLowerCase() || /^(system|schema)$/i.test(namespace);
  return isOpen ? forName(name) : name === null ? forName(name) : forName(`${namespace}.${name}`);
}

export const type = library({
  name: 'Type',
  members: {
    'static Type forName(String name)': forName,
    'static Type forName(String namespace, String name)': inNamespace,
    'Boolean equals(Object other)': (self: TypeToken, other: unknown) => self === other,
    'String getName()': (self: TypeToken) => self.type.name,
    'Integer hashCode()': (self: TypeToken) => hashOf(self),
    'Boolean isAssignableFrom(Type source)': given((self: TypeToken, source: TypeToken) =>
      source.type.assignableTo.has(self.type.name.toLowerCase())
    ),
    'Object newInstance()': (self: TypeToken) => runtime().program.instantiate(self.type),
    'String toString()': (self: TypeToken) => self.type.name
  }
});

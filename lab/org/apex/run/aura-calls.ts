/** Calls of Lightning components: an `@AuraEnabled` method by name, its parameters out of JSON, its result into JSON. */
import type { AuraAnswer } from '../../server/machine.ts';
import { annotationOf } from '../compile/annotations.ts';
import { messageForPage } from '../library/exceptions/exceptions.ts';
import { parseTyped } from '../library/json/read.ts';
import { runtime } from '../runtime/current.ts';
import { ApexList, ApexMap, ApexSet } from '../runtime/collections.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../runtime/dates.ts';
import { ApexDecimal } from '../runtime/decimal.ts';
import { ApexEnum } from '../runtime/enum-value.ts';
import { ApexObject, stackText, type ApexException } from '../runtime/exception-value.ts';
import { SObjectValue } from '../runtime/sobject-value.ts';
import type { MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import type { LinkedProgram } from './program.ts';

export class AuraCalls {
  private readonly program: LinkedProgram;
  constructor(program: LinkedProgram) {
    this.program = program;
  }

  /** Null when the class has no such method for components. */
  find(apexClass: string, method: string): MethodSymbol | null {
    const candidates = this.program.symbol(apexClass)?.methods.get(method.toLowerCase()) ?? [];
    return candidates.find((candidate) => candidate.static && annotationOf(candidate, 'auraenabled') !== undefined) ?? null;
  }

  /** Inside of the call's transaction. Parameters are taken by name; those not given are null. */
  call(method: MethodSymbol, params: Record<string, unknown>): unknown {
    const { runtimeTypes } = this.program.compilation;
    const args = method.parameters.map(({ name, type }) => {
      const value = params[name];
      return value === undefined || value === null ? null : parseTyped(JSON.stringify(value), runtimeTypes.of(type), false);
    });
    return this.toPage(this.program.static(method)(...args));
  }

  /** Of objects only what is `@AuraEnabled` reaches a component. */
  private toPage(value: unknown): unknown {
    // A method that returns nothing.
    if (value === undefined) {
      return null;
    }
    if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
      return value;
    }
    if (typeof value === 'bigint' || value instanceof ApexDecimal) {
      return Number(String(value));
    }
    if (value instanceof ApexList || value instanceof ApexSet) {
      return [...value].map((item) => this.toPage(item));
    }
    if (value instanceof ApexMap) {
      return Object.fromEntries(value.entries().map(([key, item]) => [String(key), this.toPage(item)]));
    }
    if (value instanceof ApexDatetime) {
      return value.toISOString();
    }
    if (value instanceof ApexDate || value instanceof ApexTime) {
      return value.toString();
    }
    if (value instanceof ApexEnum) {
      return value.name;
    }
    if (value instanceof SObjectValue) {
      return this.record(value);
    }
    if (value instanceof ApexObject) {
      return this.object(value);
    }
    throw new Error(`A value of ${runtime().program.typeOf(value).name} cannot be handed to a component.`);
  }

  private record(record: SObjectValue): Record<string, unknown> {
    const children = Object.entries(record.children).map(([name, list]) => [name, this.toPage(list)]);
    const own = [...Object.entries(record.row), ...Object.entries(record.parents)].filter(([, item]) => item !== null);
    return Object.fromEntries([...own.map(([name, item]) => [name, this.toPage(item)]), ...children]) as Record<string, unknown>;
  }

  private object(value: ApexObject): Record<string, unknown> {
    const type = this.program.typeOf(value);
    const known = this.program.compilation.runtimeTypes.staticOf(type);
    const enabled = new Set(known?.kind === 'class' ? enabledFields(known.symbol) : []);
    const fields = type.fields.filter((field) => enabled.has(field.name.toLowerCase()));
    return Object.fromEntries(fields.map((field) => [field.name, this.toPage(field.get(value))]));
  }
}

function enabledFields(symbol: TypeSymbol): string[] {
  const own = [...symbol.fields.values()].filter((field) => annotationOf(field, 'auraenabled') !== undefined);
  return [...own.map((field) => field.name.toLowerCase()), ...(symbol.superType ? enabledFields(symbol.superType.symbol) : [])];
}

/** What a component finds in `error.body` when an exception leaves the method. */
export function auraError(cause: ApexException): AuraAnswer {
  const handled = cause.typeName === 'System.AuraHandledException';
  return {
    error: {
      message: messageForPage(cause) ?? '',
      exceptionType: cause.typeName,
      stackTrace: handled ? '' : stackText(cause.stack)
    }
  };
}

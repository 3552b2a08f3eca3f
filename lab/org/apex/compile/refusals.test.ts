import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { smallProject } from '../testing/small-project.ts';

/**
 * Apex that the platform refuses, and Apex that the stand-in does not support: each is a compile error that names line and thing. `»` stands before what the error is
 * about; a body stands inside a method of a class.
 */
const IN_METHOD: [string, RegExp][] = [
  // Names
  ['»mystery = 1;', /mystery/],
  ['Integer i = »mystery();', /mystery/],
  ['»Mystery m = null;', /Mystery/],
  ['»Mystery.go();', /Mystery/],
  ["Integer i = 'text'.»vanish();", /vanish/],
  ['Integer i = new List<Integer>().»vanish();', /vanish/],
  ['»System.vanish();', /vanish/],
  ['Integer i = 1; Integer »i = 2;', /\bi\b/],
  ['for (Integer i = 0; i < 1; i++) { Integer »i = 2; }', /\bi\b/],
  ['Integer i = »this.nothing;', /nothing/],
  ["»Type.forNames('x');", /forNames/],
  ['»Http.send(null);', /send/],
  ['Integer »number = 1;', /Identifier name is reserved: number/],
  ['for (String »object : new List<String>()) { }', /reserved: object/],
  // Types
  ["Integer i = »'text';", /String.*Integer|Integer.*String/],
  ['String s = »1;', /Integer.*String|String.*Integer/],
  ['Boolean b = »1;', /Boolean/],
  ['Integer i = »1.5;', /Decimal|Double/],
  ['Integer i = »2147483648L;', /Long/],
  ['List<String> l = »new List<Integer>();', /List/],
  ["Set<Id> s = »new Set<String>{ 'x' };", /Set/],
  ['Map<Id, Lead> m = »new Map<Id, Contact>();', /Map/],
  ['Lead l = »new Contact();', /Contact/],
  ['Contact c = »(Contact) new Lead();', /Contact|Lead/],
  ["Integer i = »(Integer) 'text';", /String|Integer/],
  ['if (»1) { }', /Boolean/],
  ['while (»null) { }', /Boolean|null/],
  ['Integer i = true »+ 1;', /Boolean|\+|Arithmetic/i],
  ['Boolean b = »!1;', /Boolean|!/],
  ['Integer i = »-true;', /numeric/],
  ["Boolean b = 'a' »&& true;", /Boolean|&&|AND/],
  ["Boolean b = 'a' »< 1;", /String|</],
  ['Boolean b = 1 »== true;', /Boolean|==/],
  ["String s = true »? 'a' : 1;", /String|Integer/],
  ["Integer i = 1; i »+= 'a';", /String|\+=/],
  ['final Integer i = 1; »i = 2;', /\bi\b|final/],
  ["throw »'text';", /String|Exception|throw/i],
  ['for (String s : »new List<Integer>{ 1 }) { }', /String|Integer/],
  ['for (Integer i : »5) { }', /Integer|iter|loop/i],
  ['Object o = 1; Integer i = »o;', /Object/],
  ['SObject s = new Lead(); Lead l = »s;', /SObject/],
  // Calls and construction
  ["String s = 'x'.»substring();", /substring/],
  ["String s = 'x'.»left('1');", /left/],
  ['Integer i = »Math.abs();', /abs/],
  ["Date d = »Date.newInstance('2026', 1, 1);", /newInstance/],
  ['Lead l = new Lead(»Nothing = 1);', /Nothing/],
  ['Lead l = new Lead(LastName = »1);', /LastName|Integer|String/],
  ['Lead l = new Lead(); l.»Nothing__c = 1;', /Nothing__c/],
  ['Lead l = new Lead(); l.LastName = »true;', /Boolean|String/],
  ['Object o = »new Shape();', /Shape|abstract/],
  ['Object o = »new Walks();', /Walks|interface|Type cannot be constructed/i],
  ['Object o = »new Secret();', /Secret|visible|private/i],
  ['Integer i = new Holder().»hidden;', /hidden/],
  ['new Holder().»hide();', /hide/],
  ['Holder.»instanceOnly();', /instanceOnly|static/i],
  // Queries and DML
  ['List<Lead> l = [SELECT »Nothing FROM Lead];', /Nothing/],
  ['List<Lead> l = [SELECT Id FROM »Nothings];', /Nothings/],
  ["List<Lead> l = [SELECT Id FROM Lead WHERE »Nothing = 'x'];", /Nothing/],
  ['List<Lead> l = [SELECT »Nobody.Name FROM Lead];', /Nobody/],
  ['List<Lead> l = [SELECT Id, (SELECT Id FROM »Nothings) FROM Lead];', /Nothings/],
  ['List<Lead> l = [SELECT Id FROM Lead WHERE Id = :»nobody];', /nobody/],
  ['List<Contact> l = »[SELECT Id FROM Lead];', /Lead|Contact/],
  ['insert »1;', /Integer|SObject|DML/],
  ["insert »'text';", /String|SObject|DML/],
  // Statements
  ['return »1;', /void|return/i],
  ['»break;', /break/i],
  ['»continue;', /continue/i],
  ['return; »Integer i = 1;', /[Uu]nreachable/],
  ['throw new LostException(); »Integer i = 1;', /[Uu]nreachable/],
  ['while (true) { } »Integer i = 1;', /[Uu]nreachable/],
  ["switch on 1 { when »'a' { } }", /String|Integer|when/],
  ['switch on 1 { when 1 { } when »1 { } }', /duplicate|1/i],
  ['try { Integer i = 1; } catch (»Integer e) { }', /Integer|Exception/],
  ['for (Integer i = 0, j = 1; i < j; i++, »j--) { }', /Expecting/],
  ['»1 + 1;', /statement/]
];

const WHOLE: [string, RegExp][] = [
  ['public class NAME {\n  »public Integer f() {\n  }\n}', /return/i],
  ['public class NAME {\n  »public Integer f(Boolean b) {\n    if (b) { return 1; }\n  }\n}', /return/i],
  ['public class NAME {\n  public void f() { }\n  public void »f() { }\n}', /\bf\b/],
  ['public class NAME {\n  public Integer a;\n  public Integer »a;\n}', /\ba\b/],
  ['public class NAME {\n  public class »In { }\n}', /reserved: In/],
  ['public class NAME {\n  public Integer »currency;\n}', /reserved: currency/],
  ['public class NAME {\n  public void f(Integer »group) { }\n}', /reserved: group/],
  ['public class NAME {\n  public void »from() { }\n}', /reserved: from/],
  ['public interface NAME extends Walks,\n  »Comparable {\n}', /one other interface/],
  ['public class NAME »extends Missing {\n}', /Missing/],
  ['public class NAME »extends Closed {\n}', /Closed|virtual|extend/i],
  ['public class »NAME implements Walks {\n}', /walk/i],
  ['public class »NAME extends Shape {\n}', /area/i],
  [
    'public class NAME extends Shape {\n  public »override Decimal volume() { return 1; }\n  public override Decimal area() { return 1; }\n}',
    /volume|override/i
  ],
  ['public class NAME {\n  »abstract void f();\n}', /abstract|\bf\b/],
  ["@»RestResource(urlMapping='/x/*')\npublic class NAME {\n}", /global/i],
  ['public class NAME {\n  @HttpGet\n  »public static void f() { }\n}', /global|HttpGet|RestResource/i],
  ['public class NAME {\n  @»Magic\n  public static void f() { }\n}', /Magic/i],
  ['public class NAME {\n  @InvocableMethod\n  »public void f() { }\n}', /static/i],
  ['public class NAME {\n  @Future\n  »public static Integer f() { return 1; }\n}', /void|Future/i]
];

/** What is no Apex at all is told before anything else is looked at. */
const SYNTAX: [string, RegExp][] = [
  ['public class NAME {\n  public void f() {\n    merge new Lead()»;\n  }\n}', /./],
  ['public class NAME {\n  public void f() {\n    Integer i = 1\n  »}\n}', /;|missing|Unexpected|mismatched|extraneous/i]
];

/** What the cases refer to. */
const AROUND = [
  'public abstract class Shape { public abstract Decimal area(); }',
  'public interface Walks { void walk(); }',
  'public class Closed { }',
  'public class Secret { private Secret() { } public static Secret make() { return new Secret(); } }',
  'public class Holder { private Integer hidden; private void hide() { } public void instanceOnly() { } }',
  'public class LostException extends Exception { }'
];

/** The line of the mark, and the source without it. */
function marked(source: string): { source: string; line: number } {
  return { source: source.replace('»', ''), line: source.slice(0, source.indexOf('»')).split('\n').length };
}

/** @returns The cases whose line has no such error, with what is said instead. */
function silent(t: TestContext, all: [string, RegExp][]): string[] {
  const cases = all.map(([text, said], index) => {
    const name = `Case${String(index).padStart(3, '0')}`;
    return { name, text, said, ...marked(text.replace('NAME', name)) };
  });
  const files = Object.fromEntries(
    cases.flatMap(({ name, source }) => [
      [`classes/${name}.cls`, source],
      [`classes/${name}.cls-meta.xml`, META]
    ])
  );
  const { code, text } = smallProject(t, AROUND, files).run();
  assert.equal(code, 1);
  return cases.flatMap(({ name, text: shown, said, line }) => {
    const lines = text.split('\n').filter((one) => one.includes(`${name}.cls:`));
    const here = lines.filter((one) => one.includes(`${name}.cls:${line}:`));
    if (here.some((one) => said.test(one.slice(one.indexOf('.cls:'))))) return [];
    return [`${shown.replace(/\s+/g, ' ')} → ${lines.map((one) => one.slice(one.indexOf('.cls:'))).join(' | ') || 'no error'}`];
  });
}

test('what the platform refuses, and what is not supported, is a compile error at its line that names the thing', (t) => {
  const inMethod = IN_METHOD.map(([body, said]): [string, RegExp] => [
    `public class NAME {\n  public void go() {\n    ${body}\n  }\n}`,
    said
  ]);
  assert.deepEqual(silent(t, [...inMethod, ...WHOLE]), []);
});

test('what is no Apex is refused at its line', (t) => {
  assert.deepEqual(silent(t, SYNTAX), []);
});

const META = '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>';

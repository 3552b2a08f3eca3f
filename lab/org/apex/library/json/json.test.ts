import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, checkThrows, runApex } from '../testing/run-apex.ts';

const classes = [
  `public class Shape {
    public String name;
    public Integer sides;
    public Double weight;
    public Decimal price;
    public Boolean open;
    public Id owner;
    public Date made;
    public Datetime seen;
    public Time daily;
    public List<String> tags;
    public Map<String, Integer> counts;
    public Inner part;
    public LoggingLevel level;
    public transient String secret;
    public static String shared = 'no';
    private Long total;
    public String twice { get { return name + name; } }
    public String kept { get; set; }
    public class Inner { public Integer n; public Inner(Integer n) { this.n = n; } }
  }`,
  'public class Loose { public Object free; }',
  "public virtual class Base { public String a = 'base'; }",
  "public class Derived extends Base { public String b = 'own'; }",
  'public class Loop { public Loop next; }'
];

test('what the values become', () => {
  check({
    'JSON.serialize(null)': 'null',
    'JSON.serialize(1)': '1',
    'JSON.serialize(1L)': '1',
    'JSON.serialize(1.50)': '1.50',
    'JSON.serialize(true)': 'true',
    "JSON.serialize('a\"b\\\\c\\nd/é')": '"a\\"b\\\\c\\nd/é"',
    'JSON.serialize(Date.newInstance(2024, 2, 9))': '"2024-02-09"',
    'JSON.serialize(Datetime.newInstanceGmt(2024, 2, 9, 1, 2, 3))': '"2024-02-09T01:02:03.000Z"',
    'JSON.serialize(Time.newInstance(18, 5, 0, 9))': '"18:05:00.009Z"',
    "JSON.serialize(Blob.valueOf('hi'))": '"aGk="',
    'JSON.serialize(LoggingLevel.WARN)': '"WARN"',
    'JSON.serialize(new List<Object>{1, null, new List<Integer>()})': '[1,null,[]]',
    "JSON.serialize(new Set<String>{'b', 'a'})": '["b","a"]',
    "JSON.serialize(new Map<String, Object>{'z' => null, 'a' => new Map<String, Object>()})": '{"z":null,"a":{}}',
    "JSON.serialize(new Map<String, Object>{'z' => null}, true)": '{"z":null}',
    'JSON.serialize(new Map<Integer, Boolean>{2 => true})': '{"2":true}',
    'JSON.serialize(new Map<Date, Integer>{Date.newInstance(2024, 2, 9) => 1})': '{"2024-02-09":1}',
    "JSON.serializePretty(new Map<String, Object>{'a' => new List<Object>{1, 2}, 'b' => new Map<String, Object>{'c' => null}})":
      '{\n  "a" : [ 1, 2 ],\n  "b" : {\n    "c" : null\n  }\n}'
  });
});

test('objects: declared order, base first, nulls unless suppressed, nothing static or transient', () => {
  const { log } = runApex(
    `
    Shape s = new Shape();
    s.name = 'x';
    s.weight = 5;
    s.secret = 'hidden';
    s.part = new Shape.Inner(3);
    System.debug(JSON.serialize(s, true));
    System.debug(JSON.serialize(new Shape.Inner(null)));
    System.debug(JSON.serialize(new Derived()));
  `,
    { classes }
  );
  assert.deepEqual(log, ['{"name":"x","weight":5.0,"part":{"n":3},"twice":"xx"}', '{"n":null}', '{"a":"base","b":"own"}']);
  checkThrows(
    {
      'Loop a = new Loop(); a.next = a; JSON.serialize(a);': 'System.JSONException: Direct self-reference leading to cycle',
      "JSON.serialize(new DmlException('x'));": 'System.JSONException: Apex Type unsupported in JSON: DmlException',
      'JSON.serialize(new Map<Loop, String>{new Loop() => null});':
        'System.JSONException: Map keys of this type are unsupported in JSON: Loop'
    },
    { classes }
  );
});

test('there and back: every kind of field', () => {
  const { log } = runApex(
    `
    Shape s = new Shape();
    s.name = 'x'; s.sides = 4; s.weight = 2.5; s.price = 1.50; s.open = false; s.owner = '005000000000001AAA';
    s.made = Date.newInstance(2024, 2, 29); s.seen = Datetime.newInstanceGmt(2024, 2, 29, 1, 2, 3); s.daily = Time.newInstance(1, 2, 3, 4);
    s.tags = new List<String>{'a', null}; s.counts = new Map<String, Integer>{'n' => 1, 'm' => null};
    s.part = new Shape.Inner(7); s.level = LoggingLevel.FINE; s.kept = 'k';
    String text = JSON.serialize(s).replace(',"twice":"xx"', '');
    Shape t = (Shape) JSON.deserializeStrict(text, Shape.class);
    System.debug(text == JSON.serialize(t).replace(',"twice":"xx"', ''));
    System.debug(t.seen == s.seen && t.made == s.made && t.price == 1.5 && t.part.n == 7 && t.level == LoggingLevel.FINE);
    System.debug(t.counts.get('n') + ' ' + t.tags.size() + ' ' + t.kept + ' ' + t.secret);
    List<Shape> many = (List<Shape>) JSON.deserialize('[' + text + ', null]', List<Shape>.class);
    System.debug(many.size() + ' ' + many[0].name + ' ' + many[1]);
    Map<String, Shape.Inner> byName = (Map<String, Shape.Inner>) JSON.deserialize('{"a":{"n":1},"b":null}', Map<String, Shape.Inner>.class);
    System.debug(byName.get('a').n + ' ' + byName.containsKey('b') + ' ' + byName.get('b'));
    Set<Id> ids = (Set<Id>) JSON.deserialize('["00500000000000A"]', Set<Id>.class);
    System.debug(ids);
  `,
    { classes }
  );
  assert.deepEqual(log, ['true', 'true', '1 2 k null', '2 x null', '1 true null', '{00500000000000AAAQ}']);
});

test('deserialize: case of names, unknown fields, conversions, faults', () => {
  check(
    {
      '((Shape) JSON.deserialize(\'{"NAME":"x","other":{"a":[1,{"b":2}]},"sides":3}\', Shape.class)).sides': '3',
      '((Shape) JSON.deserialize(\'{"sides":"5"}\', Shape.class)).sides': '5',
      '((Shape) JSON.deserialize(\'{"name":5}\', Shape.class)).name': '5',
      '((Shape) JSON.deserialize(\'{"level":"fine"}\', Shape.class)).level': 'FINE',
      '((Shape) JSON.deserialize(\'{"seen":"2024-02-29T01:02:03.456+0200"}\', Shape.class)).seen.getTime()': '1709161323456',
      '((Loose) JSON.deserialize(\'{"free":null}\', Loose.class)).free': 'null',
      "(Integer) JSON.deserialize('7', Integer.class)": '7'
    },
    { classes }
  );
  checkThrows(
    {
      'JSON.deserializeStrict(\'{"other":1}\', Shape.class);': 'System.JSONException: Unknown field: Shape.other',
      'JSON.deserialize(\'{"sides":"x"}\', Shape.class);': 'System.JSONException: Illegal value for Integer: x',
      'JSON.deserialize(\'{"sides":{}}\', Shape.class);': 'System.JSONException: Illegal value for primitive',
      'JSON.deserialize(\'{"free":1}\', Loose.class);': 'System.JSONException: Apex Type unsupported in JSON: Object',
      "JSON.deserialize('[]', Shape.class);": "System.JSONException: Malformed JSON: Expected '{' at the beginning of object",
      "JSON.deserialize('{}', List<Shape>.class);": "System.JSONException: Malformed JSON: Expected '[' at the beginning of List/Set",
      'JSON.deserialize(\'{"level":"LOUD"}\', Shape.class);': 'System.JSONException: Invalid value for enum LoggingLevel: LOUD',
      'JSON.deserialize(\'{"owner":"x"}\', Shape.class);': 'System.JSONException: Illegal value for Id: x',
      "JSON.deserializeUntyped('');": 'System.JSONException: No content to map to Object due to end of input',
      "JSON.deserializeUntyped('{a:1}');":
        "System.JSONException: Unexpected character ('a' (code 97)): was expecting double-quote to start field name at [line:1, column:2]",
      'JSON.deserializeUntyped(\'{"a":1\');':
        'System.JSONException: Unexpected end-of-input: was expecting comma to separate OBJECT entries at [line:1, column:7]',
      "JSON.deserializeUntyped('nope');":
        "System.JSONException: Unexpected character ('n' (code 110)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:1, column:1]",
      'String n = null; JSON.deserializeUntyped(n);': 'System.NullPointerException: Argument cannot be null.'
    },
    { classes }
  );
});

test('deserializeUntyped', () => {
  const { log } = runApex(`
    Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped(
      '{"i":1,"l":3000000000,"d":1.50,"s":"a\\\\u00e9","t":true,"n":null,"list":[1,{"x":[]}]}');
    System.debug((m.get('i') instanceof Integer) + ' ' + (m.get('l') instanceof Long) + ' ' + (m.get('d') instanceof Decimal));
    System.debug(m.get('d') + ' ' + m.get('s') + ' ' + m.get('t') + ' ' + m.get('n') + ' ' + m.containsKey('n'));
    List<Object> items = (List<Object>) m.get('list');
    System.debug(((Map<String, Object>) items[1]).get('x'));
    Decimal d = (Decimal) m.get('i');
    System.debug(d + 0.5);
    System.debug(JSON.serialize(m));
  `);
  assert.deepEqual(log, [
    'true true true',
    '1.50 aé true null true',
    '()',
    '1.5',
    '{"i":1,"l":3000000000,"d":1.50,"s":"aé","t":true,"n":null,"list":[1,{"x":[]}]}'
  ]);
});

test('records', () => {
  const { log } = runApex(`
    Lead l = new Lead(Id = '00Q000000000001', LastName = 'A', Title = null, Score__c = 1.50, Seen__c = Datetime.newInstanceGmt(2024, 1, 2));
    l.Campaign__r = new Campaign(Name = 'C');
    String text = JSON.serialize(l);
    System.debug(text);
    Lead back = (Lead) JSON.deserialize(text, Lead.class);
    System.debug(back.Id + ' ' + back.LastName + ' ' + back.Score__c + ' ' + (back.Seen__c == l.Seen__c) + ' ' + back.Campaign__r.Name);
    List<SObject> every = (List<SObject>) JSON.deserialize('[' + text + ']', List<SObject>.class);
    System.debug(every[0].getSObjectType());
    insert new Lead(LastName = 'B');
    Lead read = [SELECT Id, LastName, Title FROM Lead LIMIT 1];
    System.debug(JSON.serialize(read).replaceAll('00Q\\\\w+', 'ID'));
  `);
  assert.deepEqual(log, [
    '{"attributes":{"type":"Lead","url":"/services/data/v66.0/sobjects/Lead/00Q000000000001EAA"},"Id":"00Q000000000001EAA","LastName":"A","Title":null,"Score__c":1.50,"Seen__c":"2024-01-02T00:00:00.000+0000","Campaign__r":{"attributes":{"type":"Campaign"},"Name":"C"}}',
    '00Q000000000001EAA A 1.50 true C',
    'Lead',
    '{"attributes":{"type":"Lead","url":"/services/data/v66.0/sobjects/Lead/ID"},"Id":"ID","LastName":"B"}'
  ]);
  checkThrows({
    'JSON.deserialize(\'{"Nope":1}\', Lead.class);': "System.JSONException: No such column 'Nope' on sobject of type Lead"
  });
});

test('JSONGenerator', () => {
  const body = (pretty: boolean): string => `
    JSONGenerator g = JSON.createGenerator(${pretty});
    g.writeStartObject();
    g.writeStringField('s', 'x');
    g.writeNumberField('n', 1.5);
    g.writeFieldName('list');
    g.writeStartArray();
    g.writeNumber(1);
    g.writeString('two');
    g.writeEndArray();
    g.writeNullField('nothing');
    g.writeObjectField('o', new Map<String, Object>{'a' => true});
    g.writeDateTimeField('at', Datetime.newInstanceGmt(2024, 1, 2));
    g.writeEndObject();
    System.debug(g.getAsString());`;
  assert.deepEqual(runApex(body(false)).log, [
    '{"s":"x","n":1.5,"list":[1,"two"],"nothing":null,"o":{"a":true},"at":"2024-01-02T00:00:00.000Z"}'
  ]);
  assert.deepEqual(JSON.parse(runApex(body(true)).log[0] ?? ''), JSON.parse(runApex(body(false)).log[0] ?? ''));
  checkThrows({
    "JSONGenerator g = JSON.createGenerator(false); g.writeStartObject(); g.writeString('x');":
      'System.JSONException: Can not write a value, expecting field name'
  });
});

test('JSONParser', () => {
  const { log } = runApex(
    `
    JSONParser p = JSON.createParser('{"a":1,"b":{"n":5},"c":[true,"x",2.5],"d":null}');
    System.debug(p.nextToken() + ' ' + p.nextToken() + ' ' + p.getCurrentName() + ' ' + p.getText());
    System.debug(p.nextValue() + ' ' + p.getIntegerValue() + ' ' + p.getCurrentName());
    p.nextToken();
    p.nextToken();
    Shape.Inner i = (Shape.Inner) p.readValueAs(Shape.Inner.class);
    System.debug(i.n);
    System.debug(p.nextToken() == JSONToken.FIELD_NAME);
    p.nextToken();
    System.debug(p.getCurrentToken() + ' ' + p.nextToken() + ' ' + p.getBooleanValue());
    p.nextToken();
    p.nextToken();
    System.debug(p.getDecimalValue());
    while (p.nextToken() != null) { System.debug(p.getCurrentToken()); }
    System.debug(p.hasCurrentToken());
    JSONParser q = JSON.createParser('[{"x":[1,2]},3]');
    q.nextToken(); q.nextToken(); q.skipChildren(); q.nextToken();
    System.debug(q.getLongValue());
  `,
    { classes }
  );
  assert.deepEqual(log, [
    'START_OBJECT FIELD_NAME a a',
    'VALUE_NUMBER_INT 1 a',
    '5',
    'true',
    'START_ARRAY VALUE_TRUE true',
    '2.5',
    'END_ARRAY',
    'FIELD_NAME',
    'VALUE_NULL',
    'END_OBJECT',
    'false',
    '3'
  ]);
});

import { test } from 'node:test';
import { check, checkThrows } from '../testing/run-apex.ts';

const iso = (expression: string): string => `${expression}.formatGmt('yyyy-MM-dd\\'T\\'HH:mm:ss.SSS\\'Z\\'')`;

test('made on the clock of the user, or of GMT', () => {
  check({
    [iso('Datetime.newInstance(2024, 7, 1, 8, 0, 0)')]: '2024-07-01T15:00:00.000Z',
    [iso('Datetime.newInstance(2024, 1, 1)')]: '2024-01-01T08:00:00.000Z',
    [iso('Datetime.newInstanceGmt(2024, 1, 1)')]: '2024-01-01T00:00:00.000Z',
    [iso('Datetime.newInstance(1709245815250L)')]: '2024-02-29T22:30:15.250Z',
    [iso('Datetime.newInstance(Date.newInstance(2024, 1, 2), Time.newInstance(3, 4, 5, 6))')]: '2024-01-02T11:04:05.006Z',
    [iso('Datetime.newInstanceGmt(Date.newInstance(2024, 1, 2), Time.newInstance(3, 4, 5, 6))')]: '2024-01-02T03:04:05.006Z',
    [iso('Datetime.now()')]: '2024-02-29T22:30:15.250Z',
    [iso("Datetime.valueOf('2024-02-29 14:30:15')")]: '2024-02-29T22:30:15.000Z',
    [iso("Datetime.valueOfGmt('2024-02-29 14:30:15')")]: '2024-02-29T14:30:15.000Z',
    [iso("Datetime.parse('2/29/2024, 2:30 PM')")]: '2024-02-29T22:30:00.000Z',
    [iso("Datetime.parse('2/29/2024 12:05 AM')")]: '2024-02-29T08:05:00.000Z',
    // A time that daylight saving skips moves ahead.
    [iso('Datetime.newInstance(2024, 3, 10, 2, 30, 0)')]: '2024-03-10T10:30:00.000Z',
    'Datetime.now().getTime()': '1709245815250',
    'System.now() == Datetime.now()': 'true'
  });
  checkThrows({ "Datetime.valueOf('2024-02-29');": 'System.TypeException: Invalid date/time: 2024-02-29' });
});

test('moved and read', () => {
  check({
    // The clock stays at noon over the change to daylight saving.
    [iso('Datetime.newInstance(2024, 3, 9, 12, 0, 0).addDays(1)')]: '2024-03-10T19:00:00.000Z',
    [iso('Datetime.newInstance(2024, 3, 9, 12, 0, 0).addHours(24)')]: '2024-03-10T20:00:00.000Z',
    [iso('Datetime.newInstanceGmt(2024, 1, 31, 12, 0, 0).addMonths(1)')]: '2024-02-29T12:00:00.000Z',
    [iso('Datetime.newInstanceGmt(2024, 2, 29, 12, 0, 0).addYears(1)')]: '2025-02-28T12:00:00.000Z',
    [iso('Datetime.newInstanceGmt(2024, 2, 29, 12, 0, 0).addMinutes(-1).addSeconds(61)')]: '2024-02-29T12:00:01.000Z',
    'Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).hour()': '19',
    'Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).hourGmt()': '3',
    'String.valueOf(Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).date())': '2023-12-31',
    'String.valueOf(Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).dateGmt())': '2024-01-01',
    'Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).time()': '19:04:05.000Z',
    'Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).timeGmt()': '03:04:05.000Z',
    'Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).dayOfYear()': '365',
    'Datetime.newInstanceGmt(2024, 1, 1, 3, 4, 5).isSameDay(Datetime.newInstanceGmt(2023, 12, 31, 9, 0, 0))': 'true'
  });
});

test('format', () => {
  const at = 'Datetime.newInstanceGmt(2024, 7, 4, 15, 5, 9)';
  check({
    [`${at}.format()`]: '7/4/2024, 8:05 AM',
    [`${at}.format('yyyy-MM-dd HH:mm:ss')`]: '2024-07-04 08:05:09',
    [`${at}.format('EEE, d MMM yy h:mm a')`]: 'Thu, 4 Jul 24 8:05 AM',
    [`${at}.format('EEEE MMMM dd')`]: 'Thursday July 04',
    [`${at}.format('HH:mm', 'Europe/Berlin')`]: '17:05',
    [`${at}.format('Z z XXX', 'America/New_York')`]: '-0400 EDT -04:00',
    [`${at}.formatGmt('XXX D u')`]: 'Z 186 4',
    [`${at}.format('\\'at\\' H \\'o\\'\\'clock\\'')`]: "at 8 o'clock",
    [`${at}.format('k K', 'GMT')`]: '15 3',
    [`Datetime.newInstanceGmt(2024, 12, 31).formatGmt('YYYY w')`]: '2025 1',
    [`Datetime.newInstanceGmt(2024, 7, 4, 15, 5, 9).formatGmt(null)`]: '7/4/2024, 8:05 AM'
  });
  checkThrows({ "Datetime.now().format('bb');": "System.IllegalArgumentException: Illegal pattern character 'b'" });
});

test('TimeZone', () => {
  check({
    'UserInfo.getTimeZone().getID()': 'America/Los_Angeles',
    "TimeZone.getTimeZone('Europe/Berlin').getOffset(Datetime.newInstanceGmt(2024, 7, 1))": '7200000',
    "TimeZone.getTimeZone('Nowhere/None').getID()": 'GMT',
    "TimeZone.getTimeZone('America/Los_Angeles').getDisplayName()": '(GMT-08:00) Pacific Standard Time (America/Los_Angeles)'
  });
});

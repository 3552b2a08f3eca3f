import { test } from 'node:test';
import { check, checkThrows } from '../testing/run-apex.ts';

test('Date', () => {
  check({
    'String.valueOf(Date.newInstance(2024, 2, 29).addYears(1))': '2025-02-28',
    'String.valueOf(Date.newInstance(2024, 1, 31).addMonths(1))': '2024-02-29',
    'String.valueOf(Date.newInstance(2023, 1, 31).addMonths(1))': '2023-02-28',
    'String.valueOf(Date.newInstance(2024, 3, 31).addMonths(-1))': '2024-02-29',
    'String.valueOf(Date.newInstance(2024, 11, 30).addMonths(14))': '2026-01-30',
    'String.valueOf(Date.newInstance(2024, 2, 28).addDays(2))': '2024-03-01',
    'String.valueOf(Date.newInstance(2024, 14, 1))': '2025-02-01',
    'Date.newInstance(2024, 1, 1).daysBetween(Date.newInstance(2024, 3, 1))': '60',
    'Date.newInstance(2024, 3, 1).daysBetween(Date.newInstance(2024, 1, 1))': '-60',
    'Date.newInstance(2024, 3, 31).monthsBetween(Date.newInstance(2024, 4, 1))': '1',
    'Date.newInstance(2025, 1, 1).monthsBetween(Date.newInstance(2024, 11, 30))': '-2',
    'Date.daysInMonth(2024, 2)': '29',
    'Date.daysInMonth(1900, 2)': '28',
    'Date.isLeapYear(2000)': 'true',
    'Date.newInstance(2024, 12, 31).dayOfYear()': '366',
    'String.valueOf(Date.newInstance(2024, 5, 17).toStartOfMonth())': '2024-05-01',
    'String.valueOf(Date.newInstance(2024, 5, 17).toStartOfWeek())': '2024-05-12',
    'Date.newInstance(2024, 5, 7).format()': '5/7/2024',
    "String.valueOf(Date.parse('12/27/2024'))": '2024-12-27',
    "String.valueOf(Date.valueOf('2024-2-9'))": '2024-02-09',
    "String.valueOf(Date.valueOf('2024-02-09 22:00:00'))": '2024-02-09',
    // 22:30 UTC is the afternoon of the same day in Los Angeles.
    'String.valueOf(Date.today())': '2024-02-29',
    'Date.newInstance(2024, 5, 7).year() + Date.newInstance(2024, 5, 7).month() + Date.newInstance(2024, 5, 7).day()': '2036',
    'Date.newInstance(2024, 1, 2) > Date.newInstance(2024, 1, 1)': 'true',
    'String.valueOf(Date.newInstance(2024, 1, 1) + 31)': '2024-02-01',
    'Date.newInstance(2024, 1, 2).isSameDay(Date.newInstance(2024, 1, 2))': 'true'
  });
  check(
    {
      'Date.newInstance(2024, 5, 7).format()': '7.5.2024',
      "String.valueOf(Date.parse('27.12.2024'))": '2024-12-27',
      'String.valueOf(Date.newInstance(2024, 5, 12).toStartOfWeek())': '2024-05-06',
      'String.valueOf(Date.today())': '2024-03-01'
    },
    { locale: 'de_DE', timeZone: 'Asia/Tokyo' }
  );
  checkThrows({
    "Date.valueOf('2024-13-01');": 'System.TypeException: Invalid date: 2024-13-01',
    "Date.valueOf('nonsense');": 'System.TypeException: Invalid date: nonsense',
    "Date.parse('2024-01-01');": 'System.TypeException: Invalid date: 2024-01-01',
    'Date.newInstance(2024, null, 1);': 'System.NullPointerException: Argument cannot be null.'
  });
});

test('Time', () => {
  check({
    'Time.newInstance(23, 59, 59, 999).addMilliseconds(1)': '00:00:00.000Z',
    'Time.newInstance(1, 2, 3, 4).addHours(-2)': '23:02:03.004Z',
    'Time.newInstance(1, 2, 3, 4).minute()': '2',
    'Time.newInstance(1, 2, 3, 4).second() + Time.newInstance(1, 2, 3, 4).millisecond()': '7',
    'Time.newInstance(18, 30, 2, 20).hour()': '18'
  });
});

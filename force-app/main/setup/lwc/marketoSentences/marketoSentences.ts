/** What every component of the package needs to speak: labels with places, times in the user's locale, the sentence in an error. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

/** `{0}`, `{1}`, … in a custom label. */
export function fill(template: string, ...values: (string | number)[]): string {
  return template.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

/** The one sentence in an Apex, LDS or network error. */
export function sentenceOf(error: unknown, fallback: string): string {
  const body = (error as { body?: { message?: string } | { message?: string }[] } | null)?.body;
  const first = Array.isArray(body) ? body[0] : body;
  return first?.message ?? (error as { message?: string } | null)?.message ?? fallback;
}

/** A day and time as the user reads them; of what is no time the text itself. */
export function timeText(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? iso
    : new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE }).format(at);
}

export function numberText(value: number): string {
  return new Intl.NumberFormat(LOCALE).format(value);
}

/** The relay writes each active link at every change and at least every 5 minutes; three missed beats mean that it is down. */
export const SILENT_AFTER_MS = 15 * 60 * 1000;

/** Whether the relay has not been heard of for so long that what it wrote may no longer hold. */
export function isSilent(heartbeat: string | null, now: number): boolean {
  return heartbeat !== null && now - Date.parse(heartbeat) > SILENT_AFTER_MS;
}

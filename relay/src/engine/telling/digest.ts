/** Once a day, after the night's compares: what waits for a person's decision. Nothing is said where nothing waits. */
import type { LinkRow, NoticeKind } from '../../store/port.ts';
import { countsOf } from '../views/link-figures.ts';
import type { Tenant } from '../tenant.ts';

export const DIGEST = 'digest';
const DAY = 24 * 3_600_000;
/** Of the links with the most to decide. */
const NAMED = 5;

interface Digest {
  kind: NoticeKind;
  about: string;
  campaignId: null;
  title: string;
  body: string;
}

/** @returns The day's, as long as the day lasts: a state like any other, so that it is told once. */
export async function digestOf(tenant: Tenant, links: LinkRow[], now: number): Promise<Digest[]> {
  const day = Math.floor((now - tenant.settings.night.until) / DAY);
  const about = `${DIGEST} ${day}`;
  const open = await tenant.store.openNotices(tenant.id);
  const known = open.find((notice) => notice.about === about);
  // Said this day: it stands as it was said.
  if (known) return [{ kind: known.kind, about, campaignId: null, title: known.title, body: known.body }];
  const said = await tenant.store.cursor(tenant.id, DIGEST);
  if (said === about) return [];
  if (said === null) {
    // A tenant's first day is not one for a digest.
    await tenant.store.setCursor(tenant.id, DIGEST, about);
    return [];
  }
  await tenant.store.setCursor(tenant.id, DIGEST, about);
  const rows = await Promise.all(
    links.map(async (link) => {
      const counts = await countsOf(tenant.store, link.id);
      return { link, waiting: counts.parked + counts.failing, counts };
    })
  );
  const stopped = links.filter((link) => link.state === 'paused').length;
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  if (stopped + waiting === 0) return [];
  const named = rows
    .filter((row) => row.waiting > 0)
    .sort((a, b) => b.waiting - a.waiting)
    .slice(0, NAMED)
    .map(({ link, counts }) => `${link.programName}: ${counts.parked} wait for a decision, ${counts.failing} fail.`);
  const title = [
    ...(waiting > 0 ? [`${waiting} member${waiting === 1 ? '' : 's'} not in step`] : []),
    ...(stopped > 0 ? [`${stopped} link${stopped === 1 ? '' : 's'} paused`] : [])
  ].join(', ');
  return [
    {
      kind: 'daily-digest',
      about,
      campaignId: null,
      title: `Campaign sync: ${title}`,
      body: named.join('\n') || 'Look at the Programs tab.'
    }
  ];
}

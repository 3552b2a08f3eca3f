/** Issues by reason, as far as they are loaded. Pure. */
import type { Issue, People, WayOut } from 'c/marketoAnswer';

export interface Page {
  key: string;
  issues: Issue[];
  people: People;
}
export interface Group {
  reason: string;
  /** Of the reason in all, not only those that are loaded. */
  members: number;
  pages: Page[];
  /** Of the next page; null: there is none; undefined: nothing was asked for yet. */
  cursor: string | null | undefined;
}

export const groupsOf = (reasons: { reason: string; members: number }[]): Group[] =>
  reasons.map(({ reason, members }) => ({ reason, members, pages: [], cursor: undefined }));

/** What the org has stored, newest first within each reason, with nothing more to load. */
export function storedGroups(issues: Issue[], people: People): Group[] {
  const reasons = [...new Set(issues.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const some = issues.filter((one) => one.reason === reason);
    return { reason, members: some.length, pages: [{ key: reason, issues: some, people }], cursor: null };
  });
}

export function withPage(groups: Group[], reason: string, page: Page, cursor: string | null): Group[] {
  return groups.map((group) => (group.reason === reason ? { ...group, pages: [...group.pages, page], cursor } : group));
}

/** A member that was dealt with leaves its page; the pages that it is not on stay the same objects, and are not drawn again. */
export function without(groups: Group[], memberKey: string): Group[] {
  return groups.map((group) => {
    const at = group.pages.findIndex(({ issues }) => issues.some((one) => one.memberKey === memberKey));
    if (at < 0) {
      return group;
    }
    const pages = [...group.pages];
    const page = group.pages[at]!;
    pages[at] = { ...page, issues: page.issues.filter((one) => one.memberKey !== memberKey) };
    return { ...group, members: group.members - 1, pages };
  });
}

/** Ways out that make sense for everybody of a reason: no choice of one person. Of the issues that are loaded. */
export function waysForAll(group: Group): WayOut[] {
  const offered = group.pages.flatMap(({ issues }) => issues).flatMap(({ waysOut }) => waysOut);
  return [...new Set(offered)].filter((way) => way !== 'choose-person');
}

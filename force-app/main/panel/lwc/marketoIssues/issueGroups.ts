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
  /** Ways out that make sense for everybody of the reason, no choice of one person, as far as it is loaded. Kept, not asked of each page anew: there may be hundreds. */
  ways: WayOut[];
  /** Of the next page; null: there is none; undefined: nothing was asked for yet. */
  cursor: string | null | undefined;
}

export const groupsOf = (reasons: { reason: string; members: number }[]): Group[] =>
  reasons.map(({ reason, members }) => ({ reason, members, pages: [], ways: [], cursor: undefined }));

/** What the org has stored, newest first within each reason, with nothing more to load. */
export function storedGroups(issues: Issue[], people: People): Group[] {
  const reasons = [...new Set(issues.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const some = issues.filter((one) => one.reason === reason);
    return { reason, members: some.length, pages: [{ key: reason, issues: some, people }], ways: [], cursor: null };
  });
}

const waysOf = ({ issues }: Page) => issues.flatMap(({ waysOut }) => waysOut).filter((way) => way !== 'choose-person');

export function withPage(groups: Group[], reason: string, page: Page, cursor: string | null): Group[] {
  return groups.map((group) => {
    if (group.reason !== reason) {
      return group;
    }
    return { ...group, pages: [...group.pages, page], ways: [...new Set([...group.ways, ...waysOf(page)])], cursor };
  });
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

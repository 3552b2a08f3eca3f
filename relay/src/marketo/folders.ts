/** Folders of Marketing Activities, to make programs in. Marketo REST, assets: pages by offset, no search by a part of a name. */
import { z } from 'zod';
import type { MarketoFolder, MarketoPort } from '../engine/ports.ts';
import type { MarketoClient } from './client.ts';
import { ASSETS_A_CALL } from './programs.ts';

const FOLDERS_A_PAGE = 50;
/** Deeper ones are seldom, and Marketo's own default is 2. */
const DEEPEST = 10;
/** Read this short ago serves the next page, and what is typed next into the search. */
const KNOWN_MS = 60_000;

const folderRow = z.looseObject({
  name: z.string(),
  folderId: z.looseObject({ id: z.number().int(), type: z.string() }),
  folderType: z.string().nullish(),
  path: z.string().nullish(),
  isArchive: z.boolean().nullish(),
  workspace: z.string().nullish()
});

export function createFolders(client: MarketoClient): Pick<MarketoPort, 'folders'> {
  let known: { all: MarketoFolder[]; at: number } | null = null;

  async function all(): Promise<MarketoFolder[]> {
    if (known && client.now() - known.at < KNOWN_MS) return known.all;
    const found: MarketoFolder[] = [];
    for (let offset = 0; ; offset += ASSETS_A_CALL) {
      const query = { offset, maxReturn: ASSETS_A_CALL, maxDepth: DEEPEST };
      const { rows } = await client.get('/rest/asset/v1/folders.json', query, folderRow);
      found.push(...rows.filter(takesPrograms).map(folder));
      if (rows.length < ASSETS_A_CALL) break;
    }
    known = { all: found.sort((a, b) => (a.path < b.path ? -1 : 1)), at: client.now() };
    return known.all;
  }

  return {
    async folders(search, page) {
      const wanted = search.trim().toLowerCase();
      // Whoever opens the list anew looks for what was made a moment ago.
      if (wanted === '' && page === 1) known = null;
      const found = (await all()).filter(({ path }) => path.toLowerCase().includes(wanted));
      const from = (page - 1) * FOLDERS_A_PAGE;
      return { folders: found.slice(from, from + FOLDERS_A_PAGE), more: found.length > from + FOLDERS_A_PAGE };
    }
  };
}

/** Marketo lists programs and the folders of Design Studio in the same answer; archived ones take nothing new. */
function takesPrograms({ folderId, folderType, isArchive }: z.infer<typeof folderRow>): boolean {
  return folderId.type === 'Folder' && isArchive !== true && (folderType ?? MARKETING) === MARKETING;
}
const MARKETING = 'Marketing Folder';

function folder({ folderId, name, path, workspace }: z.infer<typeof folderRow>): MarketoFolder {
  return { id: folderId.id, name, path: path ?? `/${name}`, workspace: workspace ?? null };
}

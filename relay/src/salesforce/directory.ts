/** Which campaigns there are: for those whose changes Marketo is told, and for the choices of its flow steps. */
import { z } from 'zod';
import type { SalesforceDirectory } from '../automation/ports.ts';
import type { Session } from './session.ts';
import { inList, portions, quoted, rows } from './soql.ts';

const IDS_A_PAGE = 2_000;
const idRow = z.looseObject({ Id: z.string() });
const campaignRow = z.looseObject({ Id: z.string(), Name: z.string() });
const labelRow = z.looseObject({ Label: z.string() });
const named = ({ Id, Name }: z.infer<typeof campaignRow>) => ({ id: Id, name: Name });

export function createDirectory(session: Session): SalesforceDirectory {
  const read = <T>(soql: string, row: z.ZodType<T>) => rows(session, soql, row, { deleted: false });
  return {
    async *activeCampaigns() {
      // Pages by id, not by cursor, as everywhere.
      for (let after = ''; ;) {
        const more = after === '' ? '' : ` AND Id > ${quoted(after)}`;
        const page = await read(`SELECT Id FROM Campaign WHERE IsActive = TRUE${more} ORDER BY Id LIMIT ${IDS_A_PAGE}`, idRow);
        const last = page.at(-1);
        if (last) yield page.map(({ Id }) => Id);
        if (!last || page.length < IDS_A_PAGE) return;
        after = last.Id;
      }
    },
    async activeAmong(ids) {
      const where = portions(ids).map((some) => `SELECT Id FROM Campaign WHERE IsActive = TRUE AND Id IN ${inList(some)}`);
      return (await Promise.all(where.map((soql) => read(soql, idRow)))).flat().map(({ Id }) => Id);
    },
    async latestCampaigns(limit) {
      const soql = `SELECT Id, Name FROM Campaign WHERE IsActive = TRUE ORDER BY LastModifiedDate DESC, Id LIMIT ${limit}`;
      return (await read(soql, campaignRow)).map(named);
    },
    async statusLabels(campaignIds) {
      const found = await Promise.all(
        portions(campaignIds).map((some) => read(`SELECT Label FROM CampaignMemberStatus WHERE CampaignId IN ${inList(some)}`, labelRow))
      );
      return [...new Set(found.flat().map(({ Label }) => Label))];
    },
    async campaignsNamed(name) {
      return (await read(`SELECT Id, Name FROM Campaign WHERE Name = ${quoted(name)} ORDER BY Id LIMIT 2`, campaignRow)).map(named);
    }
  };
}

/** Campaigns with their member statuses. */
import { z } from 'zod';
import type { SalesforceCampaign, SalesforcePort } from '../engine/ports.ts';
import type { Session } from './session.ts';
import { inList, portions, rows, text } from './soql.ts';

const campaignRow = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  IsDeleted: z.boolean(),
  Type: text,
  ActualCost: z.number().nullish(),
  CurrencyIsoCode: text,
  OwnerId: z.string()
});
const statusRow = z.looseObject({
  CampaignId: z.string(),
  Label: z.string(),
  HasResponded: z.boolean(),
  IsDefault: z.boolean(),
  SortOrder: z.number()
});
const description = z.looseObject({ fields: z.array(z.looseObject({ name: z.string() })) });

export function createCampaigns(session: Session): Pick<SalesforcePort, 'readCampaigns'> {
  let currencies: Promise<boolean> | null = null;

  /** The field exists only in orgs with several currencies; asked for elsewhere it fails the query. */
  async function hasCurrencies(): Promise<boolean> {
    currencies ??= session
      .read('/sobjects/Campaign/describe', description)
      .then(({ fields }) => fields.some(({ name }) => name === 'CurrencyIsoCode'))
      .catch((error: unknown) => {
        currencies = null;
        throw error;
      });
    return currencies;
  }

  return {
    async readCampaigns(ids) {
      const fields = `Id, Name, IsDeleted, Type, ActualCost, OwnerId${(await hasCurrencies()) ? ', CurrencyIsoCode' : ''}`;
      const read = portions(ids).map(async (some) => {
        const of = `SELECT CampaignId, Label, HasResponded, IsDefault, SortOrder FROM CampaignMemberStatus WHERE CampaignId IN ${inList(some)}`;
        const [campaigns, statuses] = await Promise.all([
          rows(session, `SELECT ${fields} FROM Campaign WHERE Id IN ${inList(some)}`, campaignRow, { deleted: true }),
          rows(session, of, statusRow, { deleted: false })
        ]);
        return campaigns.map((row) => campaign(row, statuses));
      });
      return (await Promise.all(read)).flat();
    }
  };
}

function campaign(row: z.infer<typeof campaignRow>, statuses: z.infer<typeof statusRow>[]): SalesforceCampaign {
  return {
    id: row.Id,
    name: row.Name,
    isDeleted: row.IsDeleted,
    type: row.Type,
    actualCost: row.ActualCost ?? null,
    currency: row.CurrencyIsoCode,
    ownerId: row.OwnerId,
    statuses: statuses
      .filter((status) => status.CampaignId === row.Id)
      .map(({ Label, HasResponded, IsDefault, SortOrder }) => ({
        label: Label,
        responded: HasResponded,
        isDefault: IsDefault,
        sortOrder: SortOrder
      }))
      .sort((a, b) => a.sortOrder - b.sortOrder)
  };
}

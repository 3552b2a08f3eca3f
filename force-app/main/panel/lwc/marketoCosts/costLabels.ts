/** The words of costs. */
import heading from '@salesforce/label/c.Marketo_Costs_Heading';
import month from '@salesforce/label/c.Marketo_Costs_Month';
import amount from '@salesforce/label/c.Marketo_Costs_Amount';
import sum from '@salesforce/label/c.Marketo_Costs_Sum';
import equal from '@salesforce/label/c.Marketo_Costs_Equal';
import differs from '@salesforce/label/c.Marketo_Costs_Differs';
import unknown from '@salesforce/label/c.Marketo_Costs_Unknown';
import empty from '@salesforce/label/c.Marketo_Costs_Empty';
import none from '@salesforce/label/c.Marketo_Costs_None';

export const labels = {
  heading,
  month,
  amount,
  sum,
  equal,
  differs,
  unknown,
  empty,
  none
};

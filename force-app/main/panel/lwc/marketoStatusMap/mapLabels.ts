/** The words of the status map. */
import intro from '@salesforce/label/c.Marketo_Map_Intro';
import step from '@salesforce/label/c.Marketo_Map_Step';
import success from '@salesforce/label/c.Marketo_Map_Success';
import write from '@salesforce/label/c.Marketo_Map_Write';
import choose from '@salesforce/label/c.Marketo_Map_Choose';
import createOption from '@salesforce/label/c.Marketo_Map_Create_Option';
import suggestion from '@salesforce/label/c.Marketo_Map_Suggestion';
import accept from '@salesforce/label/c.Marketo_Map_Accept';
import create from '@salesforce/label/c.Marketo_Map_Create';
import exact from '@salesforce/label/c.Marketo_Map_Exact';
import made from '@salesforce/label/c.Marketo_Map_Made';
import also from '@salesforce/label/c.Marketo_Map_Also';
import gap from '@salesforce/label/c.Marketo_Map_Gap';
import restTitle from '@salesforce/label/c.Marketo_Map_Rest_Title';
import restHint from '@salesforce/label/c.Marketo_Map_Rest_Hint';
import same from '@salesforce/label/c.Marketo_Map_Same';
import nothing from '@salesforce/label/c.Marketo_Map_Nothing';
import shared from '@salesforce/label/c.Marketo_Map_Shared';
import left from '@salesforce/label/c.Marketo_Map_Left';
import tooLong from '@salesforce/label/c.Marketo_Map_Too_Long';

export const labels = {
  intro,
  step,
  success,
  write,
  choose,
  createOption,
  suggestion,
  accept,
  create,
  exact,
  made,
  also,
  gap,
  restTitle,
  restHint,
  same,
  nothing,
  shared,
  left,
  tooLong
};

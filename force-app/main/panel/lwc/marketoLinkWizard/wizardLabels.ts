/** The words of linking and of changing a link. */
import linkTitle from '@salesforce/label/c.Marketo_Wizard_Link_Title';
import settingsTitle from '@salesforce/label/c.Marketo_Wizard_Settings_Title';
import stepOf from '@salesforce/label/c.Marketo_Wizard_Step_Of';
import stepProgram from '@salesforce/label/c.Marketo_Wizard_Step_Program';
import stepStatuses from '@salesforce/label/c.Marketo_Wizard_Step_Statuses';
import stepRules from '@salesforce/label/c.Marketo_Wizard_Step_Rules';
import stepPreview from '@salesforce/label/c.Marketo_Wizard_Step_Preview';
import next from '@salesforce/label/c.Marketo_Wizard_Next';
import back from '@salesforce/label/c.Marketo_Wizard_Back';
import cancel from '@salesforce/label/c.Marketo_Wizard_Cancel';
import preview from '@salesforce/label/c.Marketo_Wizard_Preview';
import start from '@salesforce/label/c.Marketo_Wizard_Start';
import change from '@salesforce/label/c.Marketo_Wizard_Change';
import starting from '@salesforce/label/c.Marketo_Wizard_Starting';
import loading from '@salesforce/label/c.Marketo_Wizard_Loading';
import backToStatuses from '@salesforce/label/c.Marketo_Wizard_Back_To_Statuses';
import changed from '@salesforce/label/c.Marketo_Wizard_Changed';
import program from '@salesforce/label/c.Marketo_Wizard_Program';
import started from '@salesforce/label/c.Marketo_Wizard_Started';
import rulesChanged from '@salesforce/label/c.Marketo_Wizard_Rules_Changed';
import firstNote from '@salesforce/label/c.Marketo_Wizard_First_Note';

export const labels = {
  linkTitle,
  settingsTitle,
  stepOf,
  stepProgram,
  stepStatuses,
  stepRules,
  stepPreview,
  next,
  back,
  cancel,
  preview,
  start,
  change,
  starting,
  loading,
  backToStatuses,
  changed,
  program,
  started,
  rulesChanged,
  firstNote
};

/** The words of choosing a program. */
import search from '@salesforce/label/c.Marketo_Picker_Search';
import searchHint from '@salesforce/label/c.Marketo_Picker_Search_Hint';
import choose from '@salesforce/label/c.Marketo_Picker_Choose';
import found from '@salesforce/label/c.Marketo_Picker_Found';
import none from '@salesforce/label/c.Marketo_Picker_None';
import more from '@salesforce/label/c.Marketo_Picker_More';
import channel from '@salesforce/label/c.Marketo_Picker_Channel';
import changed from '@salesforce/label/c.Marketo_Picker_Changed';
import linked from '@salesforce/label/c.Marketo_Picker_Linked';
import linkedHidden from '@salesforce/label/c.Marketo_Picker_Linked_Hidden';
import native from '@salesforce/label/c.Marketo_Picker_Native';
import nativeUnknown from '@salesforce/label/c.Marketo_Picker_Native_Unknown';
import createInstead from '@salesforce/label/c.Marketo_Picker_Create_Instead';
import searchInstead from '@salesforce/label/c.Marketo_Picker_Search_Instead';
import name from '@salesforce/label/c.Marketo_Picker_Name';
import channelChoice from '@salesforce/label/c.Marketo_Picker_Channel_Choice';
import folderSearch from '@salesforce/label/c.Marketo_Picker_Folder_Search';
import folder from '@salesforce/label/c.Marketo_Picker_Folder';
import noFolder from '@salesforce/label/c.Marketo_Picker_No_Folder';
import create from '@salesforce/label/c.Marketo_Picker_Create';
import created from '@salesforce/label/c.Marketo_Picker_Created';
import loading from '@salesforce/label/c.Marketo_Picker_Loading';
import description from '@salesforce/label/c.Marketo_Picker_Description';
import type from '@salesforce/label/c.Marketo_Picker_Type';

export const labels = {
  search,
  searchHint,
  choose,
  found,
  none,
  more,
  channel,
  changed,
  linked,
  linkedHidden,
  native,
  nativeUnknown,
  createInstead,
  searchInstead,
  name,
  channelChoice,
  folderSearch,
  folder,
  noFolder,
  create,
  created,
  loading,
  description,
  type
};

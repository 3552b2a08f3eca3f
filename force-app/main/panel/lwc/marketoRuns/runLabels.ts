/** The words of runs. */
import loading from '@salesforce/label/c.Marketo_Runs_Loading';
import none from '@salesforce/label/c.Marketo_Runs_None';
import more from '@salesforce/label/c.Marketo_Runs_More';
import firstSync from '@salesforce/label/c.Marketo_Runs_First_Sync';
import rulesChanged from '@salesforce/label/c.Marketo_Runs_Rules_Changed';
import wayOut from '@salesforce/label/c.Marketo_Runs_Way_Out';
import undo from '@salesforce/label/c.Marketo_Runs_Undo';
import by from '@salesforce/label/c.Marketo_Runs_By';
import somebody from '@salesforce/label/c.Marketo_Runs_Somebody';
import working from '@salesforce/label/c.Marketo_Runs_Working';
import done from '@salesforce/label/c.Marketo_Runs_Done';
import ended from '@salesforce/label/c.Marketo_Runs_Ended';
import undone from '@salesforce/label/c.Marketo_Runs_Undone';
import plan from '@salesforce/label/c.Marketo_Runs_Plan';
import undoButton from '@salesforce/label/c.Marketo_Runs_Undo_Button';
import undoTitle from '@salesforce/label/c.Marketo_Runs_Undo_Title';
import undoHint from '@salesforce/label/c.Marketo_Runs_Undo_Hint';
import takeBack from '@salesforce/label/c.Marketo_Runs_Take_Back';
import cancel from '@salesforce/label/c.Marketo_Runs_Cancel';
import taken from '@salesforce/label/c.Marketo_Runs_Taken';
import changed from '@salesforce/label/c.Marketo_Runs_Changed';
import undoFor from '@salesforce/label/c.Marketo_Runs_Undo_For';

export const labels = {
  loading,
  none,
  more,
  firstSync,
  rulesChanged,
  wayOut,
  undo,
  by,
  somebody,
  working,
  done,
  ended,
  undone,
  plan,
  undoButton,
  undoTitle,
  undoHint,
  takeBack,
  cancel,
  taken,
  changed,
  undoFor
};

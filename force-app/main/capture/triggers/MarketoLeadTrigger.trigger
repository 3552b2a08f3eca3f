trigger MarketoLeadTrigger on Lead(after update, after delete, after undelete) {
  MarketoLookAgain.leads(Trigger.old, Trigger.new);
}
